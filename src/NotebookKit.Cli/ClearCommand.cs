using System.CommandLine;
using NotebookKit.Interactive;
using NotebookKit.Kernel;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Cli;

/// <summary><c>nk clear</c>: takes outputs, counts and times out of notebooks, in place.</summary>
internal static class ClearCommand
{
    /// <summary>Makes the verb.</summary>
    /// <param name="home">Where the notebooks are.</param>
    /// <param name="terminal">Where to print.</param>
    public static Command Create(Home home, Terminal terminal)
    {
        var notebooks = new Argument<string[]>("notebook")
        {
            Description = "Their numbers, names, or paths to .ipynb files.", Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("clear", "Take outputs, counts and times out of notebooks, in place.") { notebooks };
        command.SetAction(parsed =>
        {
            var catalogue = new NotebookCatalog(home.Notebooks);
            foreach (var path in parsed.GetValue(notebooks)!.Select(catalogue.Find).ToList())
            {
                Clear(path, terminal);
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Clear(string path, Terminal terminal)
    {
        if (!path.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"nk clear needs an .ipynb file, but {path} is none; only these hold outputs.");
        }

        var notebook = Ipynb.Read(path);
        notebook.ClearOutputs();
        var text = Ipynb.Print(notebook);
        var changed = text != File.ReadAllText(path);
        if (changed)
        {
            AtomicFile.Write(path, text);
        }

        terminal.Line($"{(changed ? "cleared" : "unchanged")}  {path}");
    }
}
