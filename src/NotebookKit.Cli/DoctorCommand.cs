using System.CommandLine;
using NotebookKit.Kernel.Execution;
using Spectre.Console;

namespace NotebookKit.Cli;

/// <summary><c>nk doctor</c>: what this machine has, what is missing, and the command that fixes it.</summary>
internal static class DoctorCommand
{
    /// <summary>Makes the verb.</summary>
    /// <param name="home">The kit's folder.</param>
    /// <param name="terminal">Where to print.</param>
    public static Command Create(Home home, Terminal terminal)
    {
        var command = new Command("doctor", "What this machine has, what is missing, and the command that fixes it.");
        command.SetAction(_ => Report(Diagnosis.Of(home), terminal));
        return command;
    }

    /// <summary>Prints one row for each finding, then what to do.</summary>
    /// <returns>Exit code: 1 when something that the kit needs is missing.</returns>
    internal static int Report(IReadOnlyList<Finding> findings, Terminal terminal)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("what", "state", "found");
        foreach (var finding in findings)
        {
            table.AddRow(new Text(finding.What), new Text(finding.Fix is null ? "ok" : "missing"), new Text(finding.Found));
        }

        terminal.Rich.Write(table);
        foreach (var fix in findings.Where(finding => finding.Fix is not null).Select(finding => finding.Fix!).Distinct())
        {
            terminal.Line($"to fix: {fix}");
        }

        var healthy = findings.All(finding => finding.Fix is null);
        terminal.Line(healthy ? "Nothing is missing." : "Something is missing; see above.");
        return healthy ? ExitCodes.Ok : ExitCodes.CellFailed;
    }
}
