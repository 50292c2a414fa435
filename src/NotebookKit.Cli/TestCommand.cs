using System.CommandLine;
using System.Diagnostics;
using NotebookKit.Kernel;

namespace NotebookKit.Cli;

/// <summary><c>nk test</c>: every test executable in turn, or the claims of the papers.</summary>
internal static class TestCommand
{
    /// <summary>Makes the verb.</summary>
    /// <param name="home">Where tests and notebooks are.</param>
    /// <param name="terminal">Where to print.</param>
    /// <param name="interrupt">Stops the running test.</param>
    public static Command Create(Home home, Terminal terminal, CancellationToken interrupt)
    {
        var names = new Argument<string[]>("filter")
        {
            Description = "Only tests whose full name contains one of these; with --claims: the notebooks to measure.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var claims = new Option<bool>("--claims")
        {
            Description = "Run papers in small mode with three seeds; every asserted claim must hold. Stores the records.",
        };
        var changed = new Option<bool>("--changed")
        {
            Description = "With --claims: only papers whose notebook or source folder differs from their record.",
        };
        var command = new Command("test", "Run all tests, or measure the claims of the papers.") { names, claims, changed };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(claims))
            {
                return new ClaimsRun(home, terminal, interrupt).Run(parsed.GetValue(names)!, parsed.GetValue(changed));
            }

            return parsed.GetValue(changed)
                ? throw new UsageException("--changed needs --claims: './nk test --claims --changed'.")
                : RunTests(TestExecutable.All(home), home, parsed.GetValue(names)!, terminal, interrupt);
        });
        return command;
    }

    /// <summary>Runs test executables one after the other and prints a line for each.</summary>
    /// <returns>Exit code: 1 when a test failed or an executable crashed.</returns>
    /// <exception cref="UsageException">There are filters, and no test fits any.</exception>
    internal static int RunTests(
        IReadOnlyList<TestExecutable> executables, Home home, IReadOnlyList<string> filters, Terminal terminal,
        CancellationToken interrupt)
    {
        var all = TestTally.None;
        var width = executables.Max(executable => executable.Name.Length);
        var whole = Stopwatch.StartNew();
        foreach (var executable in executables)
        {
            var watch = Stopwatch.StartNew();
            var tally = executable.Run(
                home, filters, log => terminal.Redraw($"{executable.Name}  {log.CasesDone}/{log.Cases}  {log.Current}"), interrupt);
            if (filters.Count == 0 || tally.Total > 0)
            {
                terminal.Line($"{executable.Name.PadRight(width)}  {tally.Counts}  {watch.Elapsed.TotalSeconds:F1} s");
            }

            all += tally;
        }

        if (filters.Count > 0 && all.Total == 0)
        {
            throw new UsageException($"No test has a name that contains {string.Join(" or ", filters.Select(f => $"'{f}'"))}. "
                                     + "A filter is a part of Namespace.Class.Method, upper and lower case alike.");
        }

        terminal.Line($"all tests: {whole.Elapsed.TotalSeconds:F0} s");
        return all.Close(terminal);
    }
}
