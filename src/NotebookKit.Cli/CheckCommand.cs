using System.CommandLine;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Cli;

/// <summary><c>nk check</c>: compiles the cells of notebooks and runs none.</summary>
internal static class CheckCommand
{
    /// <summary>Makes the verb.</summary>
    /// <param name="home">Where the notebooks are.</param>
    /// <param name="terminal">Where to print.</param>
    /// <param name="interrupt">Gives up.</param>
    public static Command Create(Home home, Terminal terminal, CancellationToken interrupt)
    {
        var notebooks = new Argument<string[]>("notebook")
        {
            Description = "Their numbers, names, or paths to .ipynb, .dib or .csx files.",
            Arity = ArgumentArity.OneOrMore,
        };
        var skip = new Option<bool>("--skip-other-languages")
        {
            Description = "Leave out cells in other languages than C#.",
        };
        var command = new Command("check", "Compile all cells of notebooks; run none.") { notebooks, skip };
        command.SetAction(parsed =>
        {
            var catalogue = new NotebookCatalog(home.Notebooks);
            var good = true;
            foreach (var path in parsed.GetValue(notebooks)!.Select(catalogue.Find).ToList())
            {
                good &= Check(path, parsed.GetValue(skip), terminal, interrupt);
            }

            return good ? ExitCodes.Ok : ExitCodes.CellFailed;
        });
        return command;
    }

    private static bool Check(string path, bool skip, Terminal terminal, CancellationToken interrupt)
    {
        var failed = NotebookCheck.Run(
            NotebookRun.WithKit(new RunnerOptions
            {
                NotebookPath = path, OutputDirectory = "", SkipOtherLanguages = skip,
            }),
            interrupt);
        var name = Path.GetFileNameWithoutExtension(path);
        foreach (var line in failed.SelectMany(cell => cell.Error.Traceback))
        {
            terminal.Error(line);
        }

        terminal.Line(failed.Count == 0 ? $"{name}: every cell compiles"
            : $"{name}: {(failed.Count == 1 ? "1 cell does" : $"{failed.Count} cells do")} not compile");
        return failed.Count == 0;
    }
}
