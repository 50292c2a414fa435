using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace NotebookKit.Kernel.Language;

/// <summary>Compiler errors at the cell's own lines: source line, caret, message, and a hint where one is
/// known.</summary>
internal static partial class CompileErrors
{
    private const int MostShown = 20;

    /// <summary>Describes the errors of a cell.</summary>
    /// <param name="cell">The cell as written.</param>
    /// <param name="submission">What the compiler made of it.</param>
    /// <param name="nameOf">The name of the cell of a number.</param>
    /// <param name="elsewhere">Where a missing name is declared; null when nowhere.</param>
    public static CellError Describe(
        CellSource cell, Submission submission, Func<int, string> nameOf, Func<string, string?> elsewhere)
    {
        var errors = submission.Diagnostics.Where(SubmissionChain.IsError)
            .OrderBy(d => d.Location.SourceSpan.Start).ToList();
        var text = submission.Tree.GetText();
        var traceback = new List<string>();
        foreach (var error in errors.Take(MostShown))
        {
            traceback.Add($"{Place(error)}: error {error.Id}: {Message(error, nameOf)}");
            if (error.Location.IsInSource)
            {
                traceback.AddRange(Marked(text, error.Location.SourceSpan));
            }

            if (Hints.For(error, submission, elsewhere) is { } hint)
            {
                traceback.Add($"    hint: {hint}");
            }
        }

        if (errors.Count > MostShown)
        {
            traceback.Add($"... and {errors.Count - MostShown} more errors");
        }

        var first = errors[0];
        int? line = first.Location.IsInSource ? first.Location.GetLineSpan().StartLinePosition.Line + 1 : null;
        return new CellError(
            CellFailure.Compilation, "CompilationError", $"{Place(first)}: {first.Id}: {Message(first, nameOf)}", line,
            traceback);

        string Place(Diagnostic error)
        {
            var position = error.Location.GetLineSpan().StartLinePosition;
            return error.Location.IsInSource ? $"{cell.Name}:{position.Line + 1}:{position.Character + 1}" : cell.Name;
        }
    }

    /// <summary>Turns the names that compiler and runtime give to cells and their classes into the names of the
    /// cells.</summary>
    public static string Readable(string text, Func<int, string> nameOf)
    {
        text = SubmissionName().Replace(text, m =>
        {
            var cell = nameOf(int.Parse(m.Groups[1].ValueSpan));
            return m.Groups[2].Success ? $"{m.Groups[2].Value} (of {cell})" : cell;
        });
        text = TypeAtPlace().Replace(text, "$1 (of $2)");
        return CastOfTwins().Replace(text, m =>
            $"{m.Groups[1]} (of {nameOf(int.Parse(m.Groups[3].ValueSpan))}) is not "
            + $"{m.Groups[2]} (of {nameOf(int.Parse(m.Groups[4].ValueSpan))}): "
            + "the class was declared again. Run the cells that made the older objects again.");
    }

    private static string Message(Diagnostic error, Func<int, string> nameOf) => Readable(error.GetMessage(), nameOf);

    /// <summary>The first line of the span, and carets under its part of the span.</summary>
    private static string[] Marked(SourceText text, TextSpan span)
    {
        var line = text.Lines.GetLineFromPosition(Math.Min(span.Start, text.Length));
        var source = line.ToString();
        var column = span.Start - line.Start;
        var width = Math.Clamp(span.Length, 1, Math.Max(1, source.Length - column));
        var indent = new string([.. source.Take(column).Select(c => c == '\t' ? '\t' : ' ')]).PadRight(column);
        return [$"    {source}", $"    {indent}{new string('^', width)}"];
    }

    [GeneratedRegex(@"Submission#(\d+)(?:[.+](\w+))?")]
    private static partial Regex SubmissionName();

    [GeneratedRegex(@"(\w+) \[(In\[\d+\])\(\d+\)\]")]
    private static partial Regex TypeAtPlace();

    [GeneratedRegex(
        @"\[A\](?:\S*\+)?(\w+) cannot be cast to \[B\](?:\S*\+)?(\w+)\. "
        + @"Type A originates from 'cell-(\d+),.*?Type B originates from 'cell-(\d+),.*", RegexOptions.Singleline)]
    private static partial Regex CastOfTwins();
}
