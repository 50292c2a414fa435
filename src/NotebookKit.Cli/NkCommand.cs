using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using NotebookKit.Data;
using NotebookKit.Kernel;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Cli;

/// <summary>The command <c>nk</c>: its verbs, and what its errors look like.</summary>
internal static class NkCommand
{
    /// <summary>The page that <c>nk --help</c> shows; the script prints the same file without starting .NET.</summary>
    public static string Help
    {
        get
        {
            using var stream = typeof(NkCommand).Assembly.GetManifestResourceStream("Help.txt")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">What follows <c>nk</c>.</param>
    /// <param name="terminal">Where to print.</param>
    /// <param name="findHome">Finds the kit's folder.</param>
    /// <param name="interrupt">Cancelled when the user interrupts.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(string[] arguments, Terminal terminal, Func<Home> findHome, CancellationToken interrupt)
    {
        try
        {
            var home = findHome();
            if (arguments is [BenchCommand.Verb, [not '-', ..] benchmark, .. var options])
            {
                return BenchCommand.Run(home, benchmark, options, terminal, interrupt);
            }

            var root = Create(home, terminal, interrupt);
            var parsed = root.Parse(arguments);
            if (parsed.Errors.Count > 0 || Unknown(parsed).Any())
            {
                throw new UsageException(Explain(parsed));
            }

            return parsed.Invoke(new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Output,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            terminal.Error("interrupted.");
            return ExitCodes.Interrupted;
        }
        catch (Exception error) when (error is UsageException or DataException or IOException or UnauthorizedAccessException
                                          or InvalidDataException)
        {
            terminal.Error(error.Message);
            return ExitCodes.Usage;
        }
    }

    private static RootCommand Create(Home home, Terminal terminal, CancellationToken interrupt)
    {
        var root = new RootCommand("Deep-learning papers as C# notebooks.")
        {
            RunCommand.Create(home, terminal, interrupt),
            CheckCommand.Create(home, terminal, interrupt),
            ClearCommand.Create(home, terminal),
            ConvertCommand.Create(home, terminal),
            TestCommand.Create(home, terminal, interrupt),
            DataCommand.Create(terminal, interrupt),
            DoctorCommand.Create(home, terminal),
            BenchCommand.Create(home, terminal, interrupt),
            LabCommand.Create(home, terminal, interrupt),
            KernelCommand.Create(terminal),
        };
        root.Options.OfType<VersionOption>().Single().Action = new Printed(() => VersionLine.Text, terminal);
        root.Options.OfType<HelpOption>().Single().Action = new Helper(home, terminal);
        root.SetAction(_ =>
        {
            terminal.Output.Write(Help);
            return ExitCodes.Ok;
        });
        return root;
    }

    /// <summary>The first mistake of a command line, with the nearest words that exist.</summary>
    private static string Explain(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var name = command is RootCommand ? "nk" : $"nk {command.Name}";
        if (Unknown(parsed).FirstOrDefault() is { } unknown)
        {
            var options = command.Options.Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name));
            var (kind, known) = unknown.StartsWith('-') || command.Subcommands.Count == 0
                ? ("option", options.Where(option => option.StartsWith("--", StringComparison.Ordinal) || option.Length == 2).ToList())
                : ("verb", command.Subcommands.Select(verb => verb.Name).ToList());
            return $"No {kind} '{unknown}' in '{name}'. {NearestNames.Question(unknown, known)}It has: {string.Join(", ", known)}.";
        }

        return $"{string.Join(" ", parsed.Errors.Select(error => error.Message))} See '{name} --help'.";
    }

    /// <summary>Words that fit nothing, and options that the parser took for values because they are unknown.</summary>
    private static IEnumerable<string> Unknown(ParseResult parsed) => parsed.CommandResult.Children.OfType<ArgumentResult>()
        .SelectMany(argument => argument.Tokens).Select(token => token.Value).Where(value => value.StartsWith('-'))
        .Concat(parsed.UnmatchedTokens);

    private sealed class Printed(Func<string> text, Terminal terminal) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            terminal.Line(text());
            return ExitCodes.Ok;
        }
    }

    /// <summary>The page for <c>nk</c> itself; what the parser knows for a verb; for a notebook its parameters too.</summary>
    private sealed class Helper(Home home, Terminal terminal) : SynchronousCommandLineAction
    {
        private readonly HelpAction verbs = new();

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            if (parseResult.CommandResult.Command is RootCommand)
            {
                terminal.Output.Write(Help);
                return ExitCodes.Ok;
            }

            var code = verbs.Invoke(parseResult);
            if (parseResult.CommandResult.Command.Name == RunCommand.Verb
                && parseResult.GetResult(RunCommand.NotebookArgument)?.Tokens is [var notebook])
            {
                return ParameterList.Print(new NotebookCatalog(home.Notebooks).Find(notebook.Value), terminal);
            }

            return code;
        }
    }
}
