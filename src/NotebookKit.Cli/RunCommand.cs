using System.CommandLine;
using System.Globalization;
using NotebookKit.Kernel;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Cli;

/// <summary><c>nk run</c>: runs one notebook and leaves the executed notebook, a page and metrics.json.</summary>
internal sealed class RunCommand
{
    /// <summary>Name of the verb.</summary>
    public const string Verb = "run";

    /// <summary>Name of its argument.</summary>
    public const string NotebookArgument = "notebook";

    private const string KernelOption = "--kernel", Inline = "inline";

    private static readonly Dictionary<string, RunFormat> Formats = new(StringComparer.Ordinal)
    {
        ["html"] = RunFormat.Html, ["md"] = RunFormat.Markdown, ["trx"] = RunFormat.Trx, ["junit"] = RunFormat.JUnit,
        ["ipynb"] = RunFormat.Ipynb,
    };

    private readonly Argument<string> notebook = new(NotebookArgument)
    {
        Description = "Its number, its name, or a path to an .ipynb, .dib or .csx file.",
    };

    private readonly Option<string[]> values = new("-p", "--param")
    {
        Description = "Set a parameter of the notebook; repeat for more. --params lists them.",
        HelpName = "NAME=VALUE",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string> mode = Text("--mode", "MODE", "smoke, small or full; the same as -p mode=MODE.");
    private readonly Option<int?> seeds = Count("--seeds", "How many seeds; the same as -p seeds=N.");

    private readonly Option<string[]> inputs = new("--input")
    {
        Description = "Answer what cells ask: the question without its colon, and the answer; repeat for more.",
        HelpName = "QUESTION=ANSWER",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string> data =
        Text("--data", "DIR", "Where the real data sets are (default: $NOTEBOOKKIT_DATA, then the user's cache).");

    private readonly Option<string> output =
        Text("--out", "DIR", "Where the results go (default: out/NOTEBOOK in the current folder).");

    private readonly Option<string> folder =
        Text("--working-dir", "DIR", "Where the cells work (default: the current folder).");

    private readonly Option<string> format = new("--format")
    {
        HelpName = "FORMAT",
        Description = "What is written beside the notebook: html (default), md, a test report as trx or junit, or "
            + "ipynb for nothing.",
        DefaultValueFactory = _ => "html",
    };

    private readonly Option<bool> times = Flag("--times", "Store in each cell's metadata when it began and ended.");
    private readonly Option<double?> timeout = Seconds("--timeout", "Stop when the run takes longer than S seconds.");

    private readonly Option<double?> cellTimeout =
        Seconds("--cell-timeout", "Stop when one cell takes longer than S seconds.");

    private readonly Option<bool> allowErrors =
        Flag("--allow-errors", "Go on behind a cell that fails; the exit code is 1 all the same.");

    private readonly Option<int?> stopAt = Count("--stop-at", "Run the first N code cells only.");
    private readonly Option<bool> skip =
        Flag("--skip-other-languages", "Leave out cells in other languages than C#.");

    private readonly Option<string> kernel = new(KernelOption)
    {
        HelpName = "WHERE",
        Description = "Where the cells run: in a process of their own, whose crash is told (process, the default), or "
            + "in this one (inline).",
        DefaultValueFactory = _ => "process",
    };

    private readonly Option<string> child = new(ChildRun.Option) { Hidden = true };
    private readonly Option<bool> quiet = Flag("--quiet", "Print errors and result paths only.");

    private readonly Option<bool> list =
        Flag("--params", "List the notebook's parameters, with types, defaults and comments; run nothing.");

    private RunCommand()
    {
        format.AcceptOnlyFromAmong([.. Formats.Keys]);
        kernel.AcceptOnlyFromAmong("process", Inline);
    }

    /// <summary>Makes the verb.</summary>
    /// <param name="home">Where the notebooks are.</param>
    /// <param name="terminal">Where to print.</param>
    /// <param name="interrupt">Stops the running cell; what has run is kept.</param>
    public static Command Create(Home home, Terminal terminal, CancellationToken interrupt)
    {
        var own = new RunCommand();
        var command = new Command(Verb, "Run a notebook; leaves the executed notebook, a page and metrics.json.")
        {
            own.notebook, own.values, own.mode, own.seeds, own.inputs, own.data, own.output, own.folder, own.format,
            own.times, own.timeout, own.cellTimeout, own.allowErrors, own.stopAt, own.skip, own.kernel, own.child,
            own.quiet, own.list,
        };
        command.SetAction(parsed => own.Run(parsed, home, terminal, interrupt));
        return command;
    }

    private int Run(ParseResult parsed, Home home, Terminal terminal, CancellationToken interrupt)
    {
        var path = new NotebookCatalog(home.Notebooks).Find(parsed.GetValue(notebook)!);
        if (parsed.GetValue(list))
        {
            return ParameterList.Print(path, terminal);
        }

        var options = Options(parsed, path);
        if (parsed.GetValue(child) is { } pipe)
        {
            return Here(ChildRun.AsChild(options), ChildRun.Listen(pipe, interrupt));
        }

        return parsed.GetValue(kernel) == Inline
            ? Here(options, interrupt)
            : ChildRun.Start(options, parsed.Tokens.Select(t => t.Value), terminal, interrupt);

        int Here(RunnerOptions what, CancellationToken stop) =>
            new NotebookRun(what) { Quiet = parsed.GetValue(quiet) }.Start(terminal, stop).ExitCode;
    }

    private RunnerOptions Options(ParseResult parsed, string path)
    {
        DataState.RequireFolders(parsed.GetValue(data));
        return new RunnerOptions
        {
            NotebookPath = path,
            OutputDirectory = FullPath(parsed.GetValue(output))
                ?? Path.GetFullPath(Path.Combine("out", Path.GetFileNameWithoutExtension(path))),
            Parameters = Parameters(parsed.GetValue(values)!, parsed.GetValue(mode), parsed.GetValue(seeds)),
            Inputs = Pairs(parsed.GetValue(inputs)!, "reply", "QUESTION=ANSWER", nameless: true),
            DataDirectory = FullPath(parsed.GetValue(data)),
            WorkingDirectory = Existing(FullPath(parsed.GetValue(folder))),
            Format = Formats[parsed.GetValue(format)!],
            StoreTimes = parsed.GetValue(times),
            Timeout = Positive(timeout.Name, parsed.GetValue(timeout)),
            CellTimeout = Positive(cellTimeout.Name, parsed.GetValue(cellTimeout)),
            AllowErrors = parsed.GetValue(allowErrors),
            StopAt = parsed.GetValue(stopAt),
            SkipOtherLanguages = parsed.GetValue(skip),
        };
    }

    private static Dictionary<string, string> Parameters(string[] values, string? mode, int? seeds)
    {
        const string Noun = "parameter";
        var parameters = Pairs(values, Noun, "NAME=VALUE", nameless: false);
        if (mode is not null)
        {
            Add(parameters, Noun, "mode", mode);
        }

        if (seeds is { } count)
        {
            Add(parameters, Noun, "seeds", count.ToString(CultureInfo.InvariantCulture));
        }

        return parameters;
    }

    /// <summary>Splits NAME=VALUE.</summary>
    /// <param name="values">What the user wrote.</param>
    /// <param name="noun">How messages call one.</param>
    /// <param name="form">Its form, for messages.</param>
    /// <param name="nameless">Whether the name may be empty: Console.ReadLine asks without words.</param>
    private static Dictionary<string, string> Pairs(string[] values, string noun, string form, bool nameless)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            var at = value.IndexOf('=');
            if (at < 0 || (at == 0 && !nameless))
            {
                throw new UsageException(
                    $"A {noun} is given as {form}, but '{value}' has no {(at < 0 ? "'='" : "name")}.");
            }

            Add(pairs, noun, value[..at].Trim(), value[(at + 1)..]);
        }

        return pairs;
    }

    private static void Add(Dictionary<string, string> pairs, string noun, string name, string value)
    {
        if (!pairs.TryAdd(name, value))
        {
            throw new UsageException(
                $"The {noun} '{name}' is given twice, as '{pairs[name]}' and as '{value}'. Give it once.");
        }
    }

    private static TimeSpan? Positive(string name, double? seconds) => seconds switch
    {
        null => null,
        > 0 and < 1e9 and { } s => TimeSpan.FromSeconds(s),
        { } s => throw new UsageException(
            $"{name} must be more than 0 seconds, but is {s.ToString(CultureInfo.InvariantCulture)}."),
    };

    private static string? FullPath(string? path) => path is null ? null : Path.GetFullPath(path);

    private static string? Existing(string? path) => path is null || Directory.Exists(path) ? path
        : throw new UsageException(
            $"--working-dir must name an existing folder, but there is no {path}. Create it, or leave --working-dir out.");

    private static Option<string> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    private static Option<int?> Count(string name, string description) =>
        new(name) { HelpName = "N", Description = description };

    private static Option<double?> Seconds(string name, string description) =>
        new(name) { HelpName = "S", Description = description };
}
