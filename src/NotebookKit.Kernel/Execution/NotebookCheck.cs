using NotebookKit.Interactive;
using NotebookKit.Kernel.Directives;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Kernel.Execution;

/// <summary>Compiles the cells of a notebook, each behind the ones before it, and runs none. What cells refer to is had
/// as in a run: packages are restored, projects are built, files are imported.</summary>
public static class NotebookCheck
{
    /// <summary>Checks a notebook.</summary>
    /// <param name="options">The notebook, and what its cells may use.</param>
    /// <param name="interrupt">Gives up.</param>
    /// <returns>The cells that do not compile. A cell that uses what one of these should have declared is among
    /// them.</returns>
    /// <exception cref="UsageException">The file is no notebook, or its cells are in other languages.</exception>
    /// <exception cref="OperationCanceledException">The interrupt came.</exception>
    public static IReadOnlyList<FailedCell> Run(RunnerOptions options, CancellationToken interrupt)
    {
        var name = Path.GetFileNameWithoutExtension(options.NotebookPath);
        var notebook = NotebookDocument.Read(options.NotebookPath);
        Parameters.Inject(notebook, name, options.Parameters);
        CellLanguage.RequireCSharp(notebook, name, options.SkipOtherLanguages);
        var before = NotebookHost.Current;
        NotebookHost.Current = new SilentHost(interrupt);
        try
        {
            var evaluator = new DirectiveEvaluator(
                new CSharpEvaluator(options.References, options.Usings) { CompilesOnly = true },
                options.BuiltInPackages, Path.GetDirectoryName(Path.GetFullPath(options.NotebookPath))!);
            var failed = new List<FailedCell>();
            foreach (var (index, cell) in notebook.Cells
                .Where(c => c.IsCode && !string.IsNullOrWhiteSpace(c.Source) && CellLanguage.IsRun(c)).Index())
            {
                interrupt.ThrowIfCancellationRequested();
                var source = new CellSource($"In[{index + 1}]", CellLanguage.SourceOf(cell));
                if (evaluator.Evaluate(source, interrupt).Error is { } error)
                {
                    failed.Add(new FailedCell(index + 1, cell.Id, error));
                }
            }

            return failed;
        }
        finally
        {
            NotebookHost.Current = before;
        }
    }

    /// <summary>Nothing runs, so nothing is shown and nobody is asked.</summary>
    private sealed class SilentHost(CancellationToken interrupt) : INotebookHost
    {
        public CancellationToken Cancellation => interrupt;

        public void Display(MimeBundle bundle, string displayId)
        {
        }

        public void Update(MimeBundle bundle, string displayId)
        {
        }

        public void ClearOutput(bool wait)
        {
        }

        public string Input(string prompt, bool secret) => "";
    }
}
