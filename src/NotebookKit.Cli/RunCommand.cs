using System.CommandLine;
using System.Globalization;
using NotebookKit.Kernel;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Cli;

/// <summary><c>nk run</c>: runs one notebook and leaves the executed notebook, a page and metrics.json.</summary>
internal static class RunCommand
{
    /// <summary>Name of the verb.</summary>
    public const string Verb = "run";

    /// <summary>Name of its argument.</summary>
    public const string NotebookArgument = "notebook";

    /// <summary>Makes the verb.</summary>
    /// <param name="home">Where the notebooks are.</param>
    /// <param name="terminal">Where to print.</param>
    /// <param name="interrupt">Stops the running cell; what has run is kept.</param>
    public static Command Create(Home home, Terminal terminal, CancellationToken interrupt)
    {
        var notebook = new Argument<string>(NotebookArgument) { Description = "Its number, its name, or a path to an .ipynb or .dib file." };
        var values = new Option<string[]>("-p")
        {
            Description = "Set a parameter of the notebook; repeat for more. --params lists them.",
            HelpName = "NAME=VALUE",
            DefaultValueFactory = _ => [],
        };
        var mode = Text("--mode", "MODE", "smoke, small or full; the same as -p mode=MODE.");
        var seeds = new Option<int?>("--seeds") { HelpName = "N", Description = "How many seeds; the same as -p seeds=N." };
        var data = Text("--data", "DIR", "Where the real data sets are (default: $NOTEBOOKKIT_DATA, then the user's cache).");
        var output = Text("--out", "DIR", "Where the results go (default: out/NOTEBOOK in the current folder).");
        var timeout = new Option<double?>("--cell-timeout") { HelpName = "S", Description = "Stop when one cell takes longer than S seconds." };
        var skip = new Option<bool>("--skip-other-languages") { Description = "Leave out cells in other languages than C#." };
        var quiet = new Option<bool>("--quiet") { Description = "Print errors and result paths only." };
        var list = new Option<bool>("--params") { Description = "List the notebook's parameters, with types, defaults and comments; run nothing." };
        var command = new Command(Verb, "Run a notebook; leaves the executed notebook, a page and metrics.json.")
        {
            notebook, values, mode, seeds, data, output, timeout, skip, quiet, list,
        };
        command.SetAction(parsed =>
        {
            var path = new NotebookCatalog(home.Notebooks).Find(parsed.GetValue(notebook)!);
            if (parsed.GetValue(list))
            {
                return ParameterList.Print(path, terminal);
            }

            var folder = parsed.GetValue(data);
            DataState.RequireFolders(folder);
            var run = new NotebookRun(path, Path.GetFullPath(parsed.GetValue(output) ?? Path.Combine("out", Path.GetFileNameWithoutExtension(path))))
            {
                Parameters = Parameters(parsed.GetValue(values)!, parsed.GetValue(mode), parsed.GetValue(seeds)),
                DataDirectory = folder is null ? null : Path.GetFullPath(folder),
                CellTimeout = Positive(parsed.GetValue(timeout)),
                SkipOtherLanguages = parsed.GetValue(skip),
                Quiet = parsed.GetValue(quiet),
            };
            return run.Start(terminal, interrupt).ExitCode;
        });
        return command;
    }

    private static Dictionary<string, string> Parameters(string[] values, string? mode, int? seeds)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            var at = value.IndexOf('=');
            if (at <= 0)
            {
                throw new UsageException($"A parameter is given as NAME=VALUE, but '{value}' has no {(at < 0 ? "'='" : "name")}.");
            }

            Add(value[..at].Trim(), value[(at + 1)..]);
        }

        if (mode is not null)
        {
            Add("mode", mode);
        }

        if (seeds is { } count)
        {
            Add("seeds", count.ToString(CultureInfo.InvariantCulture));
        }

        return parameters;

        void Add(string name, string value)
        {
            if (!parameters.TryAdd(name, value))
            {
                throw new UsageException($"The parameter '{name}' is given twice, as '{parameters[name]}' and as '{value}'. Give it once.");
            }
        }
    }

    private static TimeSpan? Positive(double? seconds) => seconds switch
    {
        null => null,
        > 0 and { } s when double.IsFinite(s) => TimeSpan.FromSeconds(s),
        { } s => throw new UsageException($"--cell-timeout must be more than 0 seconds, but is {s.ToString(CultureInfo.InvariantCulture)}."),
    };

    private static Option<string?> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };
}
