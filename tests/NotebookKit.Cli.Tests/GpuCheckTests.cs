namespace NotebookKit.Cli.Tests;

/// <summary>environment/gpu-check.sh on machines that lack something.</summary>
public sealed class GpuCheckTests : IDisposable
{
    private readonly DoorTree door = new();
    private readonly string script;

    public GpuCheckTests()
    {
        var text = File.ReadAllText(Path.Combine(Home.Find(AppContext.BaseDirectory).Root, "environment", "gpu-check.sh"));
        door.Program("gpu-check.sh", text[(text.IndexOf('\n') + 1)..]);
        script = Path.Combine(door.Root, "programs", "gpu-check.sh");
    }

    public void Dispose() => door.Dispose();

    [Theory]
    [InlineData("", "give 'publish [DIR]' (here) or 'run'")]
    [InlineData("run", "app/gpu-check. Make the folder first: environment/gpu-check.sh publish")]
    public void Script_UsedWrongly_SaysHow(string verb, string message)
    {
        var ended = Run([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal((2, ""), (ended.Code, ended.Output));
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithoutTorch_NamesBothWaysOut()
    {
        door.Program("app/gpu-check", "");
        door.Program("python3", "exit 1");

        var ended = Run("run");

        Assert.Equal(2, ended.Code);
        Assert.Contains("Install torch, or set LIBTORCH to a folder with include/ and lib/.", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithSomethingElseInPlaceOfLibtorch_SaysWhatItLacks()
    {
        door.Program("app/gpu-check", "");
        door.Program("python3", "printf /nowhere");

        Assert.Contains(
            "/nowhere is no libtorch: it needs lib/libtorch_cpu.so and include/ATen.", Run("run").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithAWheel_BuildsTheDoorAgainstIt_AndStartsTheChecksWithItsLibraries()
    {
        door.Write("site/torch/lib/libtorch_cpu.so", "");
        door.Write("site/torch/include/ATen/ATen.h", "");
        door.Write("site/nvidia/cublas/lib/libcublas.so", "");
        door.Program("python3", $"printf '%s' '{door.Root}/site/torch'");
        door.Program("cmake", $"""
            echo "cmake $*" >> '{door.Root}/calls'
            if [ "$1" = --build ]; then touch "$2/libnotebookkit_torch.so"; else mkdir -p "$4"; fi
            """);
        door.Program("app/gpu-check", "[ -f \"${0%/*}/libnotebookkit_torch.so\" ] && echo \"path $LD_LIBRARY_PATH\"");

        var ended = Run("run");

        Assert.Equal(0, ended.Code);
        Assert.Contains($"{door.Root}/site/torch/lib:", ended.Output, StringComparison.Ordinal);
        Assert.Contains($"{door.Root}/site/nvidia/cublas/lib:", ended.Output, StringComparison.Ordinal);
        Assert.Contains("a CPU build; the GPU checks are skipped", ended.Error, StringComparison.Ordinal);
        Assert.Contains(door.Calls, call => call.Contains($"-DLIBTORCH={door.Root}/site/torch", StringComparison.Ordinal));
    }

    private Ended Run(params string[] arguments) => Script.Run(script, arguments, environment: new Dictionary<string, string?>
    {
        ["PATH"] = $"{Path.Combine(door.Root, "programs")}:{Environment.GetEnvironmentVariable("PATH")}",
        ["LIBTORCH"] = null,
    });
}
