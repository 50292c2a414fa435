using NotebookKit.Cli;
using NotebookKit.Kernel.Execution;
using Xunit;

namespace NotebookKit.Notebooks.Tests;

/// <summary>A notebook of the kit, run as <c>nk run</c> does.</summary>
internal static class PaperNotebook
{
    /// <summary>The folder of the notebooks.</summary>
    public static string Folder { get; } = Path.Combine(Checkout(), "notebooks");

    /// <summary>Runs a notebook.</summary>
    /// <param name="name">Name without ending.</param>
    /// <param name="output">Folder for what it leaves.</param>
    /// <param name="parameters">Of one name the last value counts.</param>
    /// <param name="data">Folder of the data sets; null: that of the environment.</param>
    public static RunOutcome Run(
        string name, string output, IEnumerable<KeyValuePair<string, string>> parameters, string? data = null) =>
        NotebookRunner.Run(
            new RunnerOptions
            {
                NotebookPath = Path.Combine(Folder, $"{name}.ipynb"), OutputDirectory = output, DataDirectory = data,
                Parameters = parameters.GroupBy(p => p.Key).ToDictionary(
                    g => g.Key, g => g.Last().Value, StringComparer.Ordinal),
                References = KitReferences.Assemblies, Usings = KitReferences.Usings,
            },
            TestContext.Current.CancellationToken);

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NotebookKit.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException(
            $"The tests must lie inside the checkout, but no folder above {AppContext.BaseDirectory} has "
            + "NotebookKit.sln.");
    }
}
