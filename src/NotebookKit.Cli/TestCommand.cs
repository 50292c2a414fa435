using System.CommandLine;
using System.Diagnostics;
using NotebookKit.Kernel;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Cli;

/// <summary><c>nk test</c>: every test executable in turn, notebooks against the outputs in their files, or the claims of
/// the papers.</summary>
internal static class TestCommand
{
    private const double DefaultTolerance = 1e-6;

    /// <summary>Makes the verb.</summary>
    /// <param name="home">Where tests and notebooks are.</param>
    /// <param name="terminal">Where to print.</param>
    /// <param name="interrupt">Stops the running test.</param>
    public static Command Create(Home home, Terminal terminal, CancellationToken interrupt)
    {
        var names = new Argument<string[]>("filter")
        {
            Description = "Only tests whose full name contains one of these; or files of notebooks, whose outputs are compared with a "
                          + "run; with --claims: the notebooks to measure.",
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
        var tolerance = new Option<double>("--tolerance")
        {
            HelpName = "T",
            Description = "With files of notebooks: how far two numbers may lie apart, as a share of the larger (default: 1e-6).",
            DefaultValueFactory = _ => DefaultTolerance,
        };
        var command = new Command("test", "Run all tests, compare notebooks with their outputs, or measure the claims of the papers.")
        {
            names, tolerance, claims, changed,
        };
        command.SetAction(parsed =>
        {
            var filters = parsed.GetValue(names)!;
            if (!parsed.GetValue(claims) && filters.Length > 0 && filters.All(NotebookDocument.IsNotebook))
            {
                var catalogue = new NotebookCatalog(home.Notebooks);
                return new NotebookTest(home, terminal, parsed.GetValue(tolerance), interrupt).Run([.. filters.Select(catalogue.Find)]);
            }

            if (parsed.GetValue(claims))
            {
                return new ClaimsRun(home, terminal, interrupt).Run(filters, parsed.GetValue(changed));
            }

            return parsed.GetValue(changed)
                ? throw new UsageException("--changed needs --claims: './nk test --claims --changed'.")
                : RunTests(TestExecutable.All(home), home, filters, terminal, interrupt);
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
