using System.Diagnostics;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Directives;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Kernel.Execution;

/// <summary>Runs a notebook from first to last cell without Jupyter, and writes it executed, as notebook and as
/// page.</summary>
public static class NotebookRunner
{
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(10);

    /// <summary>Runs a notebook. It stops at the first cell that fails; what ran until then is always
    /// written.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="interrupt">Stops the running cell and the run.</param>
    /// <returns>How it ended; nothing that the user can cause is thrown.</returns>
    public static RunOutcome Run(RunnerOptions options, CancellationToken interrupt)
    {
        // The compiler warms up while the notebook is read.
        var evaluator = Task.Run(() => Warm(options), CancellationToken.None);
        try
        {
            var name = Path.GetFileNameWithoutExtension(options.NotebookPath);
            var notebook = NotebookDocument.Read(options.NotebookPath);
            Parameters.Inject(notebook, name, options.Parameters);
            CellLanguage.RequireCSharp(notebook, name, options.SkipOtherLanguages);
            var output = OutputFiles.For(options.NotebookPath, options.OutputDirectory);
            return Run(options, notebook, output, evaluator, interrupt);
        }
        // what cells throw stays in their cell
        catch (Exception error) when (error is UsageException or IOException)
        {
            return new RunOutcome(ExitCodes.Usage, error.Message);
        }
    }

    private static CSharpEvaluator Warm(RunnerOptions options)
    {
        var evaluator = new CSharpEvaluator(options.References, options.Usings);
        evaluator.WarmUp();
        return evaluator;
    }

    private static RunOutcome Run(
        RunnerOptions options, NotebookDocument notebook, OutputFiles output, Task<CSharpEvaluator> evaluator,
        CancellationToken interrupt)
    {
        var before = RunContext.Current;
        RunContext.Current = new RunContext(output.Name, output.Directory, options.DataDirectory, options.Parameters);
        try
        {
            using var runner = new CellRunner(
                new DirectiveEvaluator(
                    evaluator.GetAwaiter().GetResult(), options.BuiltInPackages,
                    Path.GetDirectoryName(Path.GetFullPath(options.NotebookPath))!),
                options.Patience);
            var (failure, code) = RunCells(options, notebook, output, runner, interrupt);
            output.Write(notebook, failure);
            return new RunOutcome(code, Message(failure, code, options), output.NotebookPath, output.HtmlPath, failure);
        }
        finally
        {
            RunContext.Current = before;
        }
    }

    private static (FailedCell? Failure, int ExitCode) RunCells(
        RunnerOptions options, NotebookDocument notebook, OutputFiles output, CellRunner runner,
        CancellationToken interrupt)
    {
        foreach (var cell in notebook.Cells.Where(c => c.IsCode))
        {
            (cell.Outputs, cell.ExecutionCount) = ([], null);
        }

        var cells = notebook.Cells
            .Where(c => c.IsCode && !string.IsNullOrWhiteSpace(c.Source) && CellLanguage.IsRun(c)).ToList();
        var folder = new OutputFolder();
        var done = new List<(NotebookCell Cell, OutputFolder.CellOutputs Outputs)>();
        var lastSave = Stopwatch.GetTimestamp();
        foreach (var (index, cell) in cells.Index())
        {
            if (interrupt.IsCancellationRequested)
            {
                return (null, ExitCodes.Interrupted);
            }

            var number = index + 1;
            cell.ExecutionCount = number;
            var outputs = folder.NewCell(number);
            done.Add((cell, outputs));
            options.Observer?.CellStarted(number, cells.Count, Title(cell));
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
            if (options.CellTimeout is { } timeout)
            {
                limit.CancelAfter(timeout);
            }

            var reply = runner.Execute(
                new CellSource($"In[{number}]", CellLanguage.SourceOf(cell)),
                    new RunObserverEvents(outputs, options.Observer),
                limit.Token);
            done.ForEach(d => d.Cell.Outputs = d.Outputs.ToJson());      // all: a cell may update an earlier output
            options.Observer?.CellFinished(number, cells.Count, reply.Time, reply.Error);
            if (reply.Error is { } error)
            {
                var code = error.Failure != CellFailure.Interrupted ? ExitCodes.CellFailed
                    : interrupt.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Timeout;
                return (new FailedCell(number, cell.Id, error), code);
            }

            if (Stopwatch.GetElapsedTime(lastSave) > SaveInterval)
            {
                output.WriteNotebook(notebook);         // a crash in native code loses one cell, not the run
                lastSave = Stopwatch.GetTimestamp();
            }
        }

        return (null, interrupt.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Ok);
    }

    private static string? Message(FailedCell? failure, int code, RunnerOptions options) => (failure, code) switch
    {
        (null, ExitCodes.Ok) => null,
        (null, _) => "The run was interrupted between two cells.",
        ({ } f, ExitCodes.Timeout) =>
            $"Cell {f.Number} took longer than {options.CellTimeout!.Value.TotalSeconds:0.###} s and was stopped.",
        ({ } f, ExitCodes.Interrupted) => $"Cell {f.Number}: {f.Error.Message}",
        ({ Error.Line: { } line } f, _) => $"Cell {f.Number}, line {line}: {f.Error.Name}: {f.Error.Message}",
        ({ } f, _) => $"Cell {f.Number}: {f.Error.Name}: {f.Error.Message}",
    };

    private static string Title(NotebookCell cell) =>
        cell.Source.Split('\n').Select(l => l.Trim())
            .FirstOrDefault(l => l.Length > 0 && !l.StartsWith("//", StringComparison.Ordinal))
        ?? cell.Source.Trim();
}
