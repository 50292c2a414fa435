using NotebookKit.Kernel.Language;

[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]     // host and console are one per process

namespace NotebookKit.Kernel.Tests.Language;

/// <summary>Evaluators with the framework as their only reference.</summary>
internal static class Evaluators
{
    public static CSharpEvaluator New() => new([], []);

    /// <summary>Runs cells In[1], In[2], ... and gives the last one's result.</summary>
    public static CellResult Run(this ICellEvaluator evaluator, params string[] cells)
    {
        CellResult? result = null;
        foreach (var (index, code) in cells.Index())
        {
            result = evaluator.Evaluate(new CellSource($"In[{index + 1}]", code), CancellationToken.None);
        }

        return result!;
    }

    public static string Trace(this CellResult result) => string.Join('\n', result.Error!.Traceback);
}
