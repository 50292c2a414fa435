using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookKit.Kernel.Language;

/// <summary>A part of a cell: C#, or a directive with the text that belongs to it.</summary>
/// <param name="Directive">Name of the directive, as written behind #!; null for C#.</param>
/// <param name="Argument">What stands behind the name.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Code">C# with an empty line for each line before it, so that errors name the true lines; or the text of
/// the directive.</param>
internal sealed record CellPart(string? Directive, string Argument, int Line, string Code);

/// <summary>Splits a cell at the lines that start with #!. The lexer finds them, so a #! in a string or a comment is
/// text.</summary>
internal static class CellParts
{
    private const string Mark = "#!";

    /// <summary>The parts, in order.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="takesText">Whether the lines behind a directive are its text, and not C#.</param>
    public static IReadOnlyList<CellPart> Of(string code, Func<string, bool> takesText)
    {
        var parts = new List<CellPart>();
        var lines = code.Split('\n');
        for (var at = 0; at < lines.Length;)
        {
            var next = at + NextDirective(lines[at..]);
            AddCode(parts, lines, at, next);
            if (next >= lines.Length)
            {
                break;
            }

            var words = lines[next].Trim()[Mark.Length..].Split(' ', 2, StringSplitOptions.TrimEntries);
            at = next + 1;
            if (takesText(words[0]))
            {
                while (at < lines.Length && !lines[at].StartsWith(Mark, StringComparison.Ordinal))
                {
                    at++;
                }
            }

            parts.Add(new CellPart(
                words[0], words.ElementAtOrDefault(1) ?? "", next + 1, string.Join('\n', lines[(next + 1)..at])));
        }

        return parts;
    }

    /// <summary>Index of the first line that is a directive; the number of lines when there is none.</summary>
    private static int NextDirective(string[] lines)
    {
        var text = string.Join('\n', lines);
        if (!text.Contains(Mark, StringComparison.Ordinal))
        {
            return lines.Length;
        }

        var first = SubmissionChain.Parse(new CellSource("", text)).GetRoot().DescendantTrivia()
            .Where(t => t.Kind() is SyntaxKind.BadDirectiveTrivia or SyntaxKind.ShebangDirectiveTrivia
                        && t.ToString().TrimStart().StartsWith(Mark, StringComparison.Ordinal))
            .Select(t => t.GetLocation().GetLineSpan().StartLinePosition.Line)
            .DefaultIfEmpty(lines.Length).Min();
        return first;
    }

    private static void AddCode(List<CellPart> parts, string[] lines, int from, int to)
    {
        if (lines[from..to].Any(line => !string.IsNullOrWhiteSpace(line)))
        {
            parts.Add(new CellPart(null, "", from + 1, new string('\n', from) + string.Join('\n', lines[from..to])));
        }
    }
}
