namespace NotebookKit.Cli.Tests;

/// <summary>The script nk, over stand-ins for dotnet and apt.</summary>
public sealed class FrontDoorTests(ITestOutputHelper output) : IDisposable
{
    private readonly DoorTree door = new();

    public void Dispose() => door.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public void Help_OnAnUnbuiltTree_PrintsThePageAndStartsNothing(string argument)
    {
        var ended = door.Nk(argument);

        output.WriteLine($"nk {argument}: {ended.Time.TotalMilliseconds:F0} ms");
        Assert.Equal((0, NkCommand.Help), (ended.Code, ended.Output));
        Assert.Empty(door.Calls);
    }

    [Fact]
    public void Start_Twice_BuildsOnceAndPassesTheArgumentsOn()
    {
        var first = door.Nk("run", "1", "-p", "title=two words");
        var second = door.Nk("run", "1");

        Assert.Equal((0, "argument: run\nargument: 1\nargument: -p\nargument: title=two words\n"), (first.Code, first.Output));
        Assert.Contains("building NotebookKit", first.Error, StringComparison.Ordinal);
        Assert.Equal((0, "argument: run\nargument: 1\n", ""), (second.Code, second.Output, second.Error));
        Assert.Equal(1, door.Builds);
        Assert.Contains(door.Calls, call => call.Contains("-p:NkQuickBuild=true", StringComparison.Ordinal));
    }

    [Fact]
    public void Start_AfterASourceFileChanged_BuildsAgain()
    {
        door.Nk("doctor");
        door.Write("src/NotebookKit.Cli/Program.cs", "return 1;");
        door.Nk("doctor");
        door.Write("src/NotebookKit.Cli/obj/made.cs", "// by the build");
        door.Nk("doctor");

        Assert.Equal(2, door.Builds);
    }

    [Fact]
    public void Test_BuildsEverythingWithAnalyzers_AndServesTheOtherVerbsToo()
    {
        door.Nk("test");
        door.Nk("run", "1");
        door.Nk("test");
        door.Write("tests/Any.Tests/Test.cs", "// another test");
        door.Nk("run", "1");
        Assert.Equal(1, door.Builds);
        Assert.Contains(door.Calls, call => call.Contains("NotebookKit.sln", StringComparison.Ordinal)
                                            && !call.Contains("NkQuickBuild", StringComparison.Ordinal));

        door.Nk("test");
        Assert.Equal(2, door.Builds);
    }

    [Fact]
    public void Start_WhenTheBuildFails_ShowsTheErrorsAndTriesAgainNextTime()
    {
        door.Write("broken", "");
        var failed = door.Nk("run", "1");
        door.Remove("broken");
        var mended = door.Nk("run", "1");

        Assert.Equal(1, failed.Code);
        Assert.Contains("error CS1002", failed.Error, StringComparison.Ordinal);
        Assert.Contains("build.log", failed.Error, StringComparison.Ordinal);
        Assert.Equal(0, mended.Code);
    }

    [Fact]
    public void Start_OnAFeedWithoutTheAheadOfTimeCompiler_SaysSoAndBuildsWithout()
    {
        door.Write("no-crossgen", "");

        var ended = door.Nk("run", "1");

        Assert.Equal((0, "argument: run\nargument: 1\n"), (ended.Code, ended.Output));
        Assert.Contains("no ahead-of-time compiler on this package feed", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_ThroughALink_FindsItsTree()
    {
        using var elsewhere = new TemporaryFolder();
        File.CreateSymbolicLink(elsewhere["nk"], Path.Combine(door.Root, "nk"));

        var ended = Script.Run(elsewhere["nk"], ["--help"], elsewhere.Root);

        Assert.Equal((0, NkCommand.Help), (ended.Code, ended.Output));
    }

    [Fact]
    public void Yes_IsForTheDoorAndNotPassedOn() =>
        Assert.Equal("argument: run\nargument: 1\n", door.Nk("run", "--yes", "1").Output);

    [Fact]
    public void Doctor_OnAMachineThatLacksSomething_InstallsNothingAndNamesTheCommand()
    {
        door.Write("missing", "libtorch-dev\n");

        var ended = door.Nk("doctor");

        Assert.Equal(1, ended.Code);
        Assert.Contains("missing: libtorch-dev (the tensor library)", ended.Error, StringComparison.Ordinal);
        Assert.Contains("to install: environment/setup.sh", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(door.Calls, call => call.StartsWith("apt-get", StringComparison.Ordinal));
    }
}
