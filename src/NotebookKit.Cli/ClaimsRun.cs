using NotebookKit.Kernel;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Notebook;
using NotebookKit.Runs;

namespace NotebookKit.Cli;

/// <summary><c>nk test --claims</c>: papers in small mode with three seeds. Every asserted claim must hold as a mean over
/// the seeds; then the record is stored and the table in README.md made from it.</summary>
/// <param name="home">Where notebooks and records are.</param>
/// <param name="terminal">Where to print.</param>
/// <param name="interrupt">Stops the running cell.</param>
internal sealed class ClaimsRun(Home home, Terminal terminal, CancellationToken interrupt)
{
    private const string Mode = "small";
    private const int Seeds = 3;

    private readonly NotebookCatalog catalogue = new(home.Notebooks);

    /// <summary>Measures papers.</summary>
    /// <param name="names">Notebooks, as the user names them; empty means all that have a paper.</param>
    /// <param name="changedOnly">Leave out papers whose record was made by the code as it is.</param>
    /// <returns>Exit code: 1 when a run or an asserted claim failed, 130 when interrupted.</returns>
    /// <exception cref="UsageException">A notebook does not exist or has no paper.</exception>
    public int Run(IReadOnlyList<string> names, bool changedOnly)
    {
        var papers = names.Count > 0
            ? names.Select(name => Paper(catalogue.Find(name))).ToList()
            : catalogue.Names.Where(name => home.PaperFolder(name) is not null)
                .Select(name => Paper(catalogue.Find(name))).ToList();
        var all = TestTally.None;
        foreach (var (path, folder) in papers)
        {
            var name = Path.GetFileNameWithoutExtension(path);
            var hash = ResultRecord.HashOf(path, folder);
            if (changedOnly && ResultRecord.Read(RecordOf(name))?.Hash == hash)
            {
                all += new TestTally(0, [], [new TestSkip(name, "its record was made by the code as it is")]);
                continue;
            }

            all += Measure(path, name, hash);
            if (interrupt.IsCancellationRequested)
            {
                return ExitCodes.Interrupted;
            }
        }

        PaperTable.Update(home);
        return all.Close(terminal);
    }

    /// <summary>Judges the asserted claims of a run.</summary>
    /// <param name="metrics">What the run measured.</param>
    internal static TestTally Judge(RunMetrics metrics)
    {
        if (metrics.Mode != Mode || metrics.Seeds.Count != Seeds)
        {
            return Failed(metrics.Notebook, $"The record needs mode '{Mode}' and {Seeds} seeds, but the run was made in mode "
                                            + $"'{metrics.Mode}' with {metrics.Seeds.Count}. The notebook must pass its parameters on.");
        }

        var asserted = metrics.Claims.Where(claim => claim.Asserted).ToList();
        return asserted.Count == 0
            ? Failed(metrics.Notebook, "A paper needs at least one asserted claim, but the run has none.")
            : new TestTally(
                asserted.Count(claim => claim.Holds == true),
                [.. asserted.Where(claim => claim.Holds != true).Select(claim => Broken(metrics.Notebook, claim))], []);
    }

    private TestTally Measure(string path, string name, string hash)
    {
        var output = Path.Combine(home.Root, "out", "claims", name);
        var run = new NotebookRun(new RunnerOptions
        {
            NotebookPath = path,
            OutputDirectory = output,
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["mode"] = Mode, ["seeds"] = $"{Seeds}" },
        });
        var outcome = run.Start(terminal, interrupt);
        if (outcome.ExitCode != ExitCodes.Ok)
        {
            return Failed(name, $"The notebook ended with exit code {outcome.ExitCode}; what ran is in {output}.");
        }

        if (run.MetricsPath is not { } written)
        {
            return Failed(name, $"The notebook must leave its measurements in {Path.Combine(output, RunMetrics.FileName)}, "
                                + "but wrote none.");
        }

        var metrics = RunMetrics.Read(written);
        var tally = Judge(metrics);
        if (tally.Failures.Count == 0)
        {
            new ResultRecord(hash, metrics).Write(RecordOf(name));
            terminal.Line($"{name}: {tally.Passed} asserted claims hold; record stored in {RecordOf(name)}");
        }

        return tally;
    }

    private static TestFailure Broken(string notebook, ClaimResult claim)
    {
        var interval = claim.Low is null ? "" : $" (95 % interval {PaperTable.Number(claim.Low)} to {PaperTable.Number(claim.High)})";
        return new TestFailure(
            $"{notebook}: {claim.Name}",
            $"must be {claim.Bound}, but is {PaperTable.Number(claim.Here)}{interval}, measured on {claim.Data}.");
    }

    private static TestTally Failed(string name, string message) => new(0, [new TestFailure(name, message)], []);

    private string RecordOf(string name) => Path.Combine(home.Results, $"{name}.json");

    private (string Path, string Folder) Paper(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return home.PaperFolder(name) is { } folder
            ? (path, folder)
            : throw new UsageException($"{name} has no claims to measure: no folder of its paper in {home.Models}. "
                                       + $"Run it with 'nk run {name}'.");
    }
}
