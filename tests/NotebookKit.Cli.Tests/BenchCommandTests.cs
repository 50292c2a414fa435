using NotebookKit.Kernel.Execution;

namespace NotebookKit.Cli.Tests;

/// <summary><c>nk bench</c>.</summary>
public sealed class BenchCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WithoutAName_ListsFoldersThatHaveAProject_WithTheFirstSentenceOfTheirSection()
    {
        folder.Write("benchmarks/README.md", "# Benchmarks\n\nText.\n\n## one_two\n\nHow fast one is, beside\ntwo. More.\n\n## other\n");
        folder.Write("benchmarks/one_two/one_two.csproj", "<Project/>");
        folder.Write("benchmarks/notes/README.md", "no program");

        var ended = InProcess.Run(InProcess.HomeIn(folder), "bench");

        Assert.Equal(ExitCodes.Ok, ended.Code);
        Assert.Matches(@"^one_two\s+How fast one is, beside two\r?\n", ended.Output);
        Assert.DoesNotContain("notes", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ComparisonWithoutAProject_IsABenchmarkToo()
    {
        folder.Write("benchmarks/kernel/compare.py", "");

        var benchmark = Benchmark.Find(new Home(folder.Root), "kernel");

        Assert.Null(benchmark.Program);
        Assert.Equal(Path.Combine(folder.Root, "benchmarks", "kernel", "compare.py"), benchmark.Script);
    }

    [Fact]
    public void UnknownName_IsRefusedWithTheNearest()
    {
        folder.Write("benchmarks/training_step/TrainingStep.csproj", "<Project/>");

        var ended = InProcess.Run(InProcess.HomeIn(folder), "bench", "trainingstep", "--rounds", "3");

        Assert.Equal(ExitCodes.Usage, ended.Code);
        Assert.Contains("No benchmark 'trainingstep'. Did you mean 'training_step'?", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cifar10_resnet20", false)]
    [InlineData("training-step", true)]
    [InlineData("label-errors", false)]
    public void BenchmarksOfTheKit_AreFoundWithSummaryAndPeer(string name, bool hasPeer)
    {
        var benchmark = Benchmark.Find(Home.Find(AppContext.BaseDirectory), name);

        Assert.NotEqual("", benchmark.Summary);
        Assert.Equal(hasPeer, benchmark.Script is not null);
        Assert.EndsWith(".dll", benchmark.Program, StringComparison.Ordinal);
    }

    [Fact]
    public void Program_TakesTheAssemblyNameOfItsProject()
    {
        folder.Write("benchmarks/a/P.csproj", "<Project>\n  <AssemblyName>other</AssemblyName>\n</Project>");

        Assert.EndsWith(
            Path.Combine("bin", "Release", "net10.0", "other.dll"), Benchmark.Find(new Home(folder.Root), "a").Program,
            StringComparison.Ordinal);
    }
}
