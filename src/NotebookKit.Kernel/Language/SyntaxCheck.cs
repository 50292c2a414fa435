using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookKit.Kernel.Language;

/// <summary>Whether a text is a whole cell, by its syntax alone.</summary>
internal static partial class SyntaxCheck
{
    private const string IndentOfBrace = "    ";

    /// <summary>Comments and strings that are still open: the error stands at their beginning, the end is to
    /// come.</summary>
    private static readonly string[] StillOpen = ["CS1035", "CS1039", "CS8997", "CS9004"];

    /// <summary>Checks a text.</summary>
    /// <param name="code">The text so far.</param>
    public static Completeness Of(string code)
    {
        var tree = SubmissionChain.Parse(new CellSource("", WithoutDirectives(code)));
        var errors = tree.GetDiagnostics().Where(SubmissionChain.IsError).ToList();
        if (errors.Count == 0)
        {
            return new Completeness(CompletenessState.Complete);
        }

        if (errors.Any(e => StillOpen.Contains(e.Id)))
        {
            return Incomplete(tree);
        }

        // An unfinished text has errors at its end alone; one before it stays wrong whatever follows.
        var root = tree.GetRoot();
        var end = root.GetLastToken().Span.End;
        return SyntaxFactory.IsCompleteSubmission(tree) || errors.Any(e => e.Location.SourceSpan.End < end)
            ? new Completeness(CompletenessState.Invalid)
            : Incomplete(tree);
    }

    /// <summary>The text with blanks in place of lines that start with #!, #r, #i or #load, so that positions stay
    /// true.</summary>
    public static string WithoutDirectives(string code) =>
        code.Contains('#', StringComparison.Ordinal) ? DirectiveLine().Replace(code, m => new string(' ', m.Length))
            : code;

    private static Completeness Incomplete(SyntaxTree tree)
    {
        var open = 0;
        foreach (var token in tree.GetRoot().DescendantTokens().Where(t => !t.IsMissing))
        {
            open += token.Kind() switch
            {
                SyntaxKind.OpenBraceToken => 1,
                SyntaxKind.CloseBraceToken => -1,
                _ => 0,
            };
        }

        return new Completeness(CompletenessState.Incomplete,
            string.Concat(Enumerable.Repeat(IndentOfBrace, Math.Max(0, open))));
    }

    [GeneratedRegex(@"^[ \t]*#(!|r\b|i\b|load\b).*$", RegexOptions.Multiline)]
    private static partial Regex DirectiveLine();
}
