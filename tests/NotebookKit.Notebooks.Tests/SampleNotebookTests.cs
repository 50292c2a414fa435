using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Notebook;
using Xunit;

[assembly: CollectionBehavior(DisableTestParallelization = true)]     // one notebook at a time: host and console are one per process

namespace NotebookKit.Notebooks.Tests;

/// <summary>The runner end to end on a small notebook that needs no tensors.</summary>
public sealed class SampleNotebookTests : IDisposable
{
    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "samples", "sample.ipynb");

    private readonly DirectoryInfo output = Directory.CreateTempSubdirectory("nk-sample");

    [Fact]
    public void Run_Defaults_EveryOutputIsThere()
    {
        var outcome = Run();

        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
        var cells = Ipynb.Read(outcome.NotebookPath!).Cells.Where(c => c.IsCode).ToDictionary(c => c.Id, c => c.Outputs.ToJsonString(), StringComparer.Ordinal);
        Assert.Contains("adding 10 numbers", cells["stream"], StringComparison.Ordinal);
        Assert.Contains("Adding: 10 number in", cells["progress"], StringComparison.Ordinal);
        Assert.Contains("\"55\"", cells["progress"], StringComparison.Ordinal);
        Assert.Contains("55 is the sum", cells["display"], StringComparison.Ordinal);
        Assert.DoesNotContain("to be replaced", cells["display"], StringComparison.Ordinal);
        Assert.Contains("formula", cells["display"], StringComparison.Ordinal);
        Assert.Contains("reached the end", cells["end"], StringComparison.Ordinal);
        Assert.Equal("55", File.ReadAllText(Path.Combine(output.FullName, "sum.txt")));

        var page = File.ReadAllText(outcome.ReportPath!);
        Assert.Contains("<title>A notebook without tensors</title>", page, StringComparison.Ordinal);
        Assert.Contains("<b>55</b> is the sum", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Parameters_ChangeTheResult()
    {
        var outcome = Run(("n", "100"));
        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
        Assert.Equal("5050", File.ReadAllText(Path.Combine(output.FullName, "sum.txt")));
        Assert.Single(Ipynb.Read(outcome.NotebookPath!).Cells, c => c.Tags.Contains(Parameters.InjectedTag));
    }

    [Fact]
    public void Run_CellFails_NamesCellLineAndMessageAndKeepsWhatRan()
    {
        var outcome = Run(("fail", "true"));

        Assert.Equal(ExitCodes.CellFailed, outcome.ExitCode);
        Assert.Equal("Cell 7, line 3: System.InvalidOperationException: 55 was to fail", outcome.Message);
        Assert.Equal("fail", outcome.Failure!.Id);
        Assert.Contains("  at In[7]:line 5", outcome.Failure.Error.Traceback);
        Assert.Contains("href=\"#cell-fail\"", File.ReadAllText(outcome.ReportPath!), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(output.FullName, "sum.txt")));
    }

    [Fact]
    public void Print_Sample_IsNormalisedAlready() =>
        Assert.Equal(File.ReadAllText(Sample), Ipynb.Print(Ipynb.Read(Sample)));

    public void Dispose() => output.Delete(recursive: true);

    private RunOutcome Run(params (string Name, string Value)[] parameters) => NotebookRunner.Run(
        new RunnerOptions
        {
            NotebookPath = Sample,
            OutputDirectory = output.FullName,
            Parameters = parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal),
        },
        TestContext.Current.CancellationToken);
}
