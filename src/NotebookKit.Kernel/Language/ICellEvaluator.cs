namespace NotebookKit.Kernel.Language;

/// <summary>Runs cells of one language, one after the other, on one state. Knows nothing of notebooks or
/// protocols.</summary>
public interface ICellEvaluator
{
    /// <summary>Compiles and runs a cell on the calling thread.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="interrupt">Gives up waiting for what the cell awaits.</param>
    /// <returns>The value of its last expression, or what went wrong. A cell that does not compile changes nothing; one
    /// that throws keeps what it had done until then.</returns>
    CellResult Evaluate(CellSource cell, CancellationToken interrupt);

    /// <summary>Hears of a cell that is not run because one before it failed: errors of later cells may name
    /// it.</summary>
    /// <param name="code">Its text.</param>
    void NotRun(string code)
    {
    }
}

/// <summary>A cell to run.</summary>
/// <param name="Name">How errors name it, for example In[3].</param>
/// <param name="Code">Its text.</param>
public sealed record CellSource(string Name, string Code);

/// <summary>How a cell ended.</summary>
/// <param name="HasValue">True when its last expression has no semicolon and is not void.</param>
/// <param name="Value">That expression's value.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
/// <param name="Warnings">Lines worth telling although the cell ran (a forgotten await).</param>
public sealed record CellResult(bool HasValue, object? Value, CellError? Error, IReadOnlyList<string> Warnings)
{
    /// <summary>It ended well and has no value.</summary>
    internal static CellResult Nothing { get; } = new(false, null, null, []);

    internal static CellResult Failed(CellError error) => new(false, null, error, []);
}

/// <summary>Why a cell did not end well.</summary>
public enum CellFailure
{
    /// <summary>It does not compile; nothing has run.</summary>
    Compilation,

    /// <summary>It threw.</summary>
    Runtime,

    /// <summary>Its user stopped it, or its time was up.</summary>
    Interrupted,
}

/// <summary>An error in the words of the cell.</summary>
/// <param name="Failure">Of what kind.</param>
/// <param name="Name">CompilationError, Interrupted, or the exception's full type name.</param>
/// <param name="Message">The first message.</param>
/// <param name="Line">Line in the cell, from 1; null when no line of the cell is to blame.</param>
/// <param name="Traceback">All of it, for people: source lines with carets or arrows, hints, inner errors.</param>
public sealed record CellError(
    CellFailure Failure, string Name, string Message, int? Line, IReadOnlyList<string> Traceback);
