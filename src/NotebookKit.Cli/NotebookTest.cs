using System.Globalization;
using NotebookKit.Kernel;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Cli;

/// <summary><c>nk test NOTEBOOK</c>: runs notebooks and compares the outputs with those in the files, cell by
/// cell.</summary>
/// <param name="home">Where the executed notebooks go: out/test/NAME.</param>
/// <param name="terminal">Where to print.</param>
/// <param name="tolerance">How far two numbers may lie apart, as a share of the larger one.</param>
/// <param name="interrupt">Stops the running cell.</param>
internal sealed class NotebookTest(Home home, Terminal terminal, double tolerance, CancellationToken interrupt)
{
    /// <summary>Tests notebooks.</summary>
    /// <param name="paths">Full paths.</param>
    /// <returns>Exit code: 1 when an output differs, 130 when interrupted.</returns>
    /// <exception cref="UsageException">A file holds no outputs.</exception>
    public int Run(IReadOnlyList<string> paths)
    {
        if (!double.IsFinite(tolerance) || tolerance < 0)
        {
            throw new UsageException(
                $"--tolerance must be 0 or more, but is {tolerance.ToString(CultureInfo.InvariantCulture)}.");
        }

        var all = TestTally.None;
        foreach (var path in paths)
        {
            all += Test(path);
            if (interrupt.IsCancellationRequested)
            {
                return ExitCodes.Interrupted;
            }
        }

        return all.Close(terminal);
    }

    private TestTally Test(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var stored = NotebookDocument.Read(path);
        if (stored.Cells.All(c => c.Outputs.Count == 0))
        {
            throw new UsageException(
                $"{path} holds no outputs to compare with. Run it with 'nk run {path}', look at the result, "
                                     + "and test that.");
        }

        var options = new RunnerOptions
        {
            NotebookPath = path,
            OutputDirectory = Path.Combine(home.Root, "out", "test", name),
            Format = RunFormat.Ipynb,
            AllowErrors = true,         // an error may be what a cell is to show
            Observer = new RunDisplay(terminal, quiet: false),
        };
        var outcome = NotebookRunner.Run(NotebookRun.WithKit(options), interrupt);
        if (outcome.ExitCode is not (ExitCodes.Ok or ExitCodes.CellFailed))
        {
            return new TestTally(
                0, [new TestFailure(name, outcome.Message ?? $"ended with exit code {outcome.ExitCode}")], []);
        }

        var cells = OutputComparison.Of(stored, NotebookDocument.Read(outcome.NotebookPath!), tolerance);
        return new TestTally(
            cells.Count(c => c.Difference is null),
            [
                .. cells.Where(c => c.Difference is not null)
                    .Select(c => new TestFailure($"{name}, cell {c.Number}", c.Difference!)),
            ],
            []);
    }
}
