using System.CommandLine;
using System.Diagnostics;
using NotebookKit.Kernel;
using NotebookKit.Kernel.Execution;

namespace NotebookKit.Cli;

/// <summary><c>nk bench</c>: lists the benchmarks, or builds and runs one.</summary>
internal static class BenchCommand
{
    /// <summary>Name of the verb.</summary>
    public const string Verb = "bench";

    private const string DebianPython = "/usr/bin/python3";     // the peers come as its packages, not another Python's

    /// <summary>Makes the verb.</summary>
    /// <param name="home">Where the benchmarks are.</param>
    /// <param name="terminal">Where to print.</param>
    /// <param name="interrupt">Asks the benchmark to stop; it keeps what it has.</param>
    public static Command Create(Home home, Terminal terminal, CancellationToken interrupt)
    {
        var name = new Argument<string?>("name")
        {
            Description = "The benchmark; none lists them.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        // What follows the name belongs to the benchmark: NkCommand hands it to Run without reading it.
        var command = new Command(Verb, "List the benchmarks, or build and run one with its own options.") { name };
        command.SetAction(parsed => parsed.GetValue(name) is { } wanted ? Run(home, wanted, [], terminal, interrupt) : List(home, terminal));
        return command;
    }

    /// <summary>Builds and runs one benchmark.</summary>
    /// <param name="home">Where it is.</param>
    /// <param name="name">Its folder.</param>
    /// <param name="options">Its own options, unread.</param>
    /// <param name="terminal">Where to print.</param>
    /// <param name="interrupt">Asks it to stop.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="UsageException">There is no such benchmark, or it cannot be built.</exception>
    public static int Run(Home home, string name, IReadOnlyList<string> options, Terminal terminal, CancellationToken interrupt)
    {
        var benchmark = Benchmark.Find(home, name);
        if (benchmark.Project is { } project)
        {
            terminal.Line($"building {benchmark.Name}");
            var built = Start("dotnet", ["build", project, "-c", "Release", "-v", "quiet", "--nologo", "-p:NkQuickBuild=true"], interrupt);
            if (built != 0)
            {
                throw new UsageException($"{benchmark.Name} could not be built; see the messages above.");
            }
        }

        return benchmark.Script is { } script
            ? Start(File.Exists(DebianPython) ? DebianPython : "python3", [script, .. options], interrupt)
            : Start("dotnet", [benchmark.Program!, .. options], interrupt);
    }

    private static int List(Home home, Terminal terminal)
    {
        foreach (var benchmark in Benchmark.All(home))
        {
            terminal.Line($"{benchmark.Name,-20} {benchmark.Summary}");
        }

        terminal.Line("'nk bench NAME' builds and runs one; what was measured is in benchmarks/README.md.");
        return ExitCodes.Ok;
    }

    // On a terminal Ctrl-C reaches the benchmark as well; elsewhere it is passed on. Either way the benchmark ends itself.
    private static int Start(string program, IEnumerable<string> arguments, CancellationToken interrupt)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })
                            ?? throw new UsageException($"{program} could not be started.");
        using var stop = interrupt.Register(() =>
        {
            if (Console.IsInputRedirected)
            {
                using var signal = Process.Start("kill", ["-INT", $"{process.Id}"]);
                signal.WaitForExit();
            }
        });
        process.WaitForExit();
        return process.ExitCode;
    }
}
