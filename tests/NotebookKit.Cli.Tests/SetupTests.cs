namespace NotebookKit.Cli.Tests;

/// <summary>environment/setup.sh, over stand-ins for apt and sudo.</summary>
public sealed class SetupTests : IDisposable
{
    private readonly DoorTree door = new();

    public void Dispose() => door.Dispose();

    [Fact]
    public void Setup_OnACompleteMachine_DoesNothing()
    {
        var ended = door.Setup("--jupyter", "--tests", "--benchmarks");

        Assert.Equal((0, "", ""), (ended.Code, ended.Output, ended.Error));
        Assert.Equal(["dotnet --list-sdks"], door.Calls);
    }

    [Fact]
    public void Setup_AsRoot_InstallsWhatIsMissingAndSaysWhy()
    {
        door.Write("missing", "libopenblas0-pthread\n");
        door.Program("id", "echo 0");

        var ended = door.Setup();

        Assert.Equal(0, ended.Code);
        Assert.Contains("missing: libopenblas0-pthread (without it matrix products are 25 times slower)", ended.Error, StringComparison.Ordinal);
        Assert.Single(door.Calls, call => call.StartsWith("apt-get install", StringComparison.Ordinal)
                                          && call.Contains("libopenblas0-pthread", StringComparison.Ordinal));
        Assert.DoesNotContain(door.Calls, call => call.StartsWith("sudo", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("--jupyter", true)]
    [InlineData("--tests", true)]
    public void Setup_OfTheKernel_InstallsZeroMqWhereItIsAskedFor(string option, bool installed)
    {
        door.Write("missing", "libzmq5\n");
        door.Program("id", "echo 0");

        Assert.Equal(0, door.Setup(option.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Code);

        Assert.Equal(installed, door.Calls.Any(call => call.StartsWith("apt-get install", StringComparison.Ordinal)
                                                       && call.Contains("libzmq5", StringComparison.Ordinal)));
    }

    [Fact]
    public void Setup_AsAUserWithoutATerminal_SaysWhatSudoIsForAndStops()
    {
        door.Write("missing", "libtorch-dev\n");
        door.Program("id", "echo 1000");

        var ended = door.Setup();

        Assert.Equal(2, ended.Code);
        Assert.Contains("sudo is needed for: apt-get update; apt-get install libtorch-dev", ended.Error, StringComparison.Ordinal);
        Assert.Contains("--yes", ended.Error, StringComparison.Ordinal);
        Assert.Equal(["dotnet --list-sdks"], door.Calls);
    }

    [Fact]
    public void Setup_AsAUserWithYes_UsesSudoForAptAlone()
    {
        door.Write("missing", "libtorch-dev\n");
        door.Program("id", "echo 1000");

        Assert.Equal(0, door.Setup("--yes").Code);

        Assert.Equal(
            ["sudo apt-get update -qq", "sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq"],
            door.Calls.Where(call => call.StartsWith("sudo", StringComparison.Ordinal))
                .Select(call => call.Split(" --no-install-recommends")[0]));
    }

    [Fact]
    public void Setup_WithoutTheSdkWhereNoPackageIsServed_SaysHowToGetIt()
    {
        door.Program("dotnet", "exit 1");
        door.Program("apt-cache", "exit 100");
        door.Program("id", "echo 0");

        var ended = door.Setup();

        Assert.Equal(2, ended.Code);
        Assert.Contains("Get the .NET 10 SDK", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Setup_WithALibtorchThatIsNone_RefusesIt()
    {
        var ended = Script.Run(
            Path.Combine(door.Root, "environment", "setup.sh"), ["--check"],
            environment: new Dictionary<string, string?> { ["LIBTORCH"] = door.Root });

        Assert.Equal(2, ended.Code);
        Assert.Contains("has no lib/libtorch_cpu.so", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Setup_WithAnUnknownOption_NamesThoseThatExist()
    {
        var ended = door.Setup("--bench");

        Assert.Equal(2, ended.Code);
        Assert.Contains("no option '--bench'; it has: --check, --yes, --jupyter, --tests, --benchmarks, --cuda", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Setup_ForCuda_TakesTheLibtorchInsidePythonsTorch_AndPrintsTheLineThatUsesIt()
    {
        door.Write("torch/lib/libtorch_cpu.so", "");
        door.Write("torch/lib/libtorch_cuda.so", "");
        door.Program("python3", $"printf '%s' '{door.Root}/torch'");
        door.Write("missing", "libtorch-dev\n");                            // not asked for: there is one

        var ended = door.Setup("--cuda");

        Assert.Equal((0, $"export LIBTORCH={door.Root.Replace(" ", "\\ ", StringComparison.Ordinal)}/torch\n"), (ended.Code, ended.Output));
        Assert.DoesNotContain("missing", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 1", "LIBTORCH is not set and python3 has no torch")]
    [InlineData("printf /nowhere", "'/nowhere' has no lib/libtorch_cuda.so")]
    public void Setup_ForCudaWithoutACudaLibtorch_SaysWhatIsNeeded(string python, string message)
    {
        door.Program("python3", python);

        var ended = door.Setup("--cuda");

        Assert.Equal((2, ""), (ended.Code, ended.Output));
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
        Assert.Empty(door.Calls);
    }
}
