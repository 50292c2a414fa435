using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookKit.Kernel.Language;

namespace NotebookKit.Kernel.Export;

/// <summary>C# with its keywords, strings, numbers and comments in spans; the words come from the compiler's
/// lexer.</summary>
internal static class CodeColours
{
    public static string Html(string code)
    {
        var html = new StringBuilder();
        foreach (var token in SubmissionChain.Parse(new CellSource("code", code)).GetRoot().DescendantTokens())
        {
            foreach (var trivia in token.LeadingTrivia)
            {
                Append(html, trivia);
            }

            Append(html, token.Text, Class(token));
            foreach (var trivia in token.TrailingTrivia)
            {
                Append(html, trivia);
            }
        }

        return html.ToString();
    }

    private static void Append(StringBuilder html, SyntaxTrivia trivia) =>
        Append(html, trivia.ToFullString(), trivia.Kind() switch
        {
            SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
                or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.DisabledTextTrivia => "c",
            _ when trivia.IsDirective => "k",
            _ => null,
        });

    private static void Append(StringBuilder html, string text, string? kind)
    {
        var encoded = WebUtility.HtmlEncode(text);
        html.Append(kind is null || text.Length == 0 ? encoded : $"<span class=\"{kind}\">{encoded}</span>");
    }

    private static string? Class(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "n",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8StringLiteralToken
            or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedVerbatimStringStartToken
            or SyntaxKind.InterpolatedRawStringEndToken or SyntaxKind.InterpolatedSingleLineRawStringStartToken
            or SyntaxKind.InterpolatedMultiLineRawStringStartToken => "s",
        _ when token.IsKeyword() || SyntaxFacts.IsContextualKeyword(token.Kind())
            || (token.IsKind(SyntaxKind.IdentifierToken) && token.Text is "var") => "k",
        _ => null,
    };
}
