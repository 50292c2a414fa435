using System.CommandLine;
using NotebookKit.Interactive;
using NotebookKit.Kernel;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Export;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Cli;

/// <summary><c>nk convert</c>: writes a notebook in another format.</summary>
internal static class ConvertCommand
{
    /// <summary>Makes the verb.</summary>
    /// <param name="home">Where the notebooks are.</param>
    /// <param name="terminal">Where to print.</param>
    public static Command Create(Home home, Terminal terminal)
    {
        var notebook = new Argument<string>("notebook")
        {
            Description = "Its number, its name, or a path to an .ipynb, .dib or .csx file.",
        };
        var file = new Argument<string>("file")
        {
            Description =
                $"What to write; its extension says the format: {string.Join(", ", NotebookConversion.Extensions)}.",
        };
        var force = new Option<bool>("--force") { Description = "Also in the place of a file that is there." };
        var command = new Command("convert", "Write a notebook in another format.") { notebook, file, force };
        command.SetAction(parsed =>
        {
            var path = new NotebookCatalog(home.Notebooks).Find(parsed.GetValue(notebook)!);
            var target = Path.GetFullPath(parsed.GetValue(file)!);
            if (target == path || (File.Exists(target) && !parsed.GetValue(force)))
            {
                throw new UsageException(
                    $"{target} is there already. Name another file{(target == path ? "" : ", or write --force")}.");
            }

            AtomicFile.Write(target, NotebookConversion.Text(NotebookDocument.Read(path), target));
            terminal.Line($"wrote {target}");
            return ExitCodes.Ok;
        });
        return command;
    }
}
