using System.Diagnostics;
using NotebookKit.Interactive;

namespace NotebookKit.Kernel.Language;

/// <summary>An exception in the words of the cell: its own frames with their source lines, the library's shortened, the
/// kernel's and the compiler's left out.</summary>
internal static class RuntimeErrors
{
    private const int LongestMessage = 10 * 1024;
    private const int MostLibraryFrames = 6;      // in a row
    private const int DeepestInner = 8;

    /// <summary>An exception of code that is no cell.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="name">How errors name the code.</param>
    public static CellError Describe(Exception error, string name) =>
        Describe(error, name, [], number => $"cell {number}");

    public static CellError Describe(
        Exception error, string cell, Dictionary<string, string> codeOfCells, Func<int, string> nameOf)
    {
        error = Unwrapped(error);
        var traceback = new List<string>();
        Add(error, traceback, codeOfCells, nameOf, depth: 0);
        var stopped = error is CellInterruptedException;
        return new CellError(
            stopped ? CellFailure.Interrupted : CellFailure.Runtime,
            stopped ? "Interrupted" : TypeName(error, nameOf),
            Message(error, nameOf),
            LineIn(error, cell),
            traceback);
    }

    /// <summary>The files of an exception's frames, from where it was thrown outwards; those of cells are their
    /// names.</summary>
    /// <param name="error">The exception.</param>
    public static IEnumerable<string> PlacesOf(Exception error) =>
        new StackTrace(error, fNeedFileInfo: true).GetFrames().Select(f => f.GetFileName()).OfType<string>();

    /// <summary>Aggregates of one exception say nothing of their own.</summary>
    private static Exception Unwrapped(Exception error)
    {
        while (Only(error) is { } inner)
        {
            error = inner;
        }

        return error;

        static Exception? Only(Exception outer) => outer switch
        {
            AggregateException { InnerExceptions: [var one] } => one,
            System.Reflection.TargetInvocationException => outer.InnerException,
            _ => null,
        };
    }

    private static void Add(
        Exception error, List<string> lines, Dictionary<string, string> codeOfCells, Func<int, string> nameOf,
        int depth)
    {
        var indent = new string(' ', 2 * depth);
        lines.Add($"{indent}{(depth > 0 ? "caused by " : "")}{TypeName(error, nameOf)}: {Message(error, nameOf)}");
        var libraryFrames = 0;
        foreach (var frame in new StackTrace(error, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetFileName() is { } file && codeOfCells.TryGetValue(file, out var code))
            {
                libraryFrames = 0;
                var name = FrameNames.InCell(frame.GetMethod());
                var place = name.Length > 0 ? $" in {name}" : "";
                lines.Add($"{indent}  at {file}:line {frame.GetFileLineNumber()}{place}");
                lines.Add($"{indent}  ---> {SourceLine(code, frame.GetFileLineNumber())}");
            }
            else if (FrameNames.InLibrary(frame.GetMethod()) is { } name && libraryFrames++ < MostLibraryFrames)
            {
                lines.Add($"{indent}  at {name}");
            }
        }

        if (depth < DeepestInner)
        {
            IEnumerable<Exception> inner = error is AggregateException many
                ? many.InnerExceptions
                : error.InnerException is { } one ? [one] : [];
            foreach (var cause in inner)
            {
                Add(Unwrapped(cause), lines, codeOfCells, nameOf, depth + 1);
            }
        }
    }

    private static int? LineIn(Exception error, string cell) =>
        new StackTrace(error, fNeedFileInfo: true).GetFrames().FirstOrDefault(f => f.GetFileName() == cell) is { } frame
            ? frame.GetFileLineNumber()
            : error.InnerException is { } inner ? LineIn(inner, cell) : null;

    private static string SourceLine(string code, int line)
    {
        var lines = code.Split('\n');
        return line >= 1 && line <= lines.Length ? lines[line - 1].Trim() : "";
    }

    private static string TypeName(Exception error, Func<int, string> nameOf) =>
        CompileErrors.Readable(error.GetType().FullName ?? error.GetType().Name, nameOf);

    /// <summary>The message, whatever the exception's own property does.</summary>
    private static string Message(Exception error, Func<int, string> nameOf)
    {
        string message;
        try
        {
            message = error.Message ?? "";
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return $"(its Message throws {fault.GetType().Name})";
        }

        message = CompileErrors.Readable(message, nameOf);
        return message.Length <= LongestMessage ? message : message[..LongestMessage] + "...";
    }
}
