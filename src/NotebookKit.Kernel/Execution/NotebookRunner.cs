using NotebookKit.Interactive;
using NotebookKit.Kernel.Directives;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Kernel.Execution;

/// <summary>Runs a notebook from first to last cell without Jupyter, and writes it executed, with a page or a report
/// beside it.</summary>
public static class NotebookRunner
{
    /// <summary>Runs a notebook. It stops at the first cell that fails, unless errors are allowed; what ran until then
    /// is always written.</summary>
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
            var run = RunningNotebook.New(notebook, options);
            if (options.StopAt is { } last && (last < 1 || last > run.Count))
            {
                throw new UsageException(
                    $"The run can stop at cell 1 to {run.Count}, the code cells of {name}, but not at {last}.");
            }

            var output = OutputFiles.For(options.NotebookPath, options.OutputDirectory, options.Format);
            return Run(options, run, output, evaluator, interrupt);
        }
        // what cells throw stays in their cell
        catch (Exception error) when (error is UsageException or IOException)
        {
            return new RunOutcome(ExitCodes.Usage, error.Message);
        }
    }

    /// <summary>Closes a run whose process ended in the middle of a cell: the notebook that it left gets an error at
    /// that cell.</summary>
    /// <param name="options">What was run; its notebook was written before each cell.</param>
    /// <param name="how">How the process ended, in words that follow "the process of the cells ended".</param>
    /// <returns>The outcome; its code is <see cref="ExitCodes.KernelDied"/>.</returns>
    public static RunOutcome Died(RunnerOptions options, string how)
    {
        try
        {
            var output = OutputFiles.For(options.NotebookPath, options.OutputDirectory, options.Format);
            if (!File.Exists(output.NotebookPath))
            {
                return new RunOutcome(ExitCodes.KernelDied, $"The process of the cells ended {how} before the first.");
            }

            var run = RunningNotebook.Left(Ipynb.Read(output.NotebookPath), options, how);
            output.Write(run.Notebook, run.Reports, run.Failure);
            return new RunOutcome(
                ExitCodes.KernelDied, run.Failure?.Error.Message, output.NotebookPath, output.ReportPath, run.Failure);
        }
        catch (Exception error) when (error is UsageException or IOException)
        {
            return new RunOutcome(ExitCodes.KernelDied, $"The process of the cells ended {how}. {error.Message}");
        }
    }

    private static CSharpEvaluator Warm(RunnerOptions options)
    {
        var evaluator = new CSharpEvaluator(options.References, options.Usings);
        evaluator.WarmUp();
        return evaluator;
    }

    private static RunOutcome Run(
        RunnerOptions options, RunningNotebook run, OutputFiles output, Task<CSharpEvaluator> evaluator,
        CancellationToken interrupt)
    {
        var before = RunContext.Current;
        var folderBefore = Environment.CurrentDirectory;
        RunContext.Current = new RunContext(output.Name, output.Directory, options.DataDirectory, options.Parameters);
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(options.NotebookPath))!;
            Environment.CurrentDirectory = options.WorkingDirectory ?? folderBefore;
            using var runner = new CellRunner(
                new DirectiveEvaluator(evaluator.GetAwaiter().GetResult(), options.BuiltInPackages, folder),
                options.Patience);
            var (code, message) = run.Start(runner, output, interrupt);
            output.Write(run.Notebook, run.Reports, run.Failure);
            return new RunOutcome(code, message, output.NotebookPath, output.ReportPath, run.Failure);
        }
        finally
        {
            RunContext.Current = before;
            Environment.CurrentDirectory = folderBefore;
        }
    }
}
