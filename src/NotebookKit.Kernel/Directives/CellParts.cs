using Microsoft.CodeAnalysis;
using NotebookKit.Kernel.Language;

namespace NotebookKit.Kernel.Directives;

/// <summary>A part of a cell: C#, or a directive with the text that belongs to it.</summary>
/// <param name="Directive">Name of the directive as written: behind #! without it, or #r, #i, #load; null for
/// C#.</param>
/// <param name="Argument">What stands behind the name.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Code">C# with an empty line for each line that is not its own, so that errors name the true lines; or
/// the text of the directive.</param>
internal sealed record CellPart(string? Directive, string Argument, int Line, string Code)
{
    public bool Is(string name) => string.Equals(Directive, name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Splits a cell at its directives. The lexer finds them, so a #! in a string or a comment is text.</summary>
internal static class CellParts
{
    private const string Mark = "#!";
    private static readonly string[] Hashes = ["#r", "#i", "#load"];

    /// <summary>The parts, in order.</summary>
    /// <param name="code">The cell.</param>
    public static IReadOnlyList<CellPart> Of(string code)
    {
        var parts = new List<CellPart>();
        var lines = code.Split('\n');
        var from = 0;
        while (from < lines.Length)
        {
            var next = Take(parts, lines, from);
            from = next;
        }

        return parts;
    }

    /// <summary>The C# of a cell alone: the same length, with blanks in place of everything else.</summary>
    /// <param name="code">The cell.</param>
    public static string CodeAlone(string code)
    {
        if (!code.Contains('#', StringComparison.Ordinal))
        {
            return code;
        }

        var lines = code.Split('\n');
        var kept = new bool[lines.Length];
        foreach (var part in Of(code).Where(p => p.Directive is null))
        {
            foreach (var (at, line) in part.Code.Split('\n').Index())
            {
                kept[at] |= line.Length > 0;
            }
        }

        return string.Join('\n', lines.Select((line, at) => kept[at] ? line : new string(' ', line.Length)));
    }

    /// <summary>Adds the parts up to a directive that takes text, and gives the line behind that text.</summary>
    private static int Take(List<CellPart> parts, string[] lines, int from)
    {
        var own = lines.ToArray();      // with blanks in place of directives
        var start = from;
        foreach (var at in DirectiveLines(lines, from))
        {
            var (name, argument) = Words(lines[at]);
            own[at] = "";
            var known = DirectiveCatalogue.Find(name);
            if (known is { Splits: false })
            {
                parts.Add(new CellPart(name, argument, at + 1, ""));
                continue;
            }

            AddCode(parts, own, start, at);
            start = at + 1;
            if (known is { TakesText: true })
            {
                while (start < lines.Length && !lines[start].StartsWith(Mark, StringComparison.Ordinal))
                {
                    start++;
                }

                parts.Add(new CellPart(name, argument, at + 1, string.Join('\n', lines[(at + 1)..start])));
                return start;
            }

            parts.Add(new CellPart(name, argument, at + 1, ""));
        }

        AddCode(parts, own, start, lines.Length);
        return lines.Length;
    }

    private static (string Name, string Argument) Words(string line)
    {
        var text = line.Trim();
        if (text.StartsWith(Mark, StringComparison.Ordinal))
        {
            var words = text[Mark.Length..].Split((char[])[' ', '\t'], 2, StringSplitOptions.TrimEntries);
            return (words[0], words.ElementAtOrDefault(1) ?? "");
        }

        var hash = Hashes.First(h => IsHash(text, h));
        return (hash, text[hash.Length..].Trim());
    }

    /// <summary>Lines that are directives, from a line on.</summary>
    private static List<int> DirectiveLines(string[] lines, int from)
    {
        var text = new string('\n', from) + string.Join('\n', lines[from..]);
        if (!text.Contains('#', StringComparison.Ordinal))
        {
            return [];
        }

        return
        [
            .. SubmissionChain.Parse(new CellSource("", text)).GetRoot().DescendantTrivia(descendIntoTrivia: true)
                .Where(t => t.IsDirective).Select(t => t.GetLocation().GetLineSpan().StartLinePosition.Line)
                .Where(at => at < lines.Length && IsOurs(lines[at].Trim())).Distinct().Order(),
        ];
    }

    private static bool IsOurs(string line) =>
        line.StartsWith(Mark, StringComparison.Ordinal) || Hashes.Any(h => IsHash(line, h));

    private static bool IsHash(string line, string hash) => line.StartsWith(hash, StringComparison.Ordinal)
        && line.Length > hash.Length && line[hash.Length] is ' ' or '\t' or '"';

    private static void AddCode(List<CellPart> parts, string[] lines, int from, int to)
    {
        if (lines[from..to].Any(line => !string.IsNullOrWhiteSpace(line)))
        {
            parts.Add(new CellPart(null, "", from + 1, new string('\n', from) + string.Join('\n', lines[from..to])));
        }
    }
}
