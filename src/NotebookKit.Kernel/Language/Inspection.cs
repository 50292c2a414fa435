using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookKit.Interactive;

namespace NotebookKit.Kernel.Language;

/// <summary>What stands at a position of a cell: signature, live value, documentation, overloads.</summary>
/// <param name="model">The cell, bound behind the cells that have run.</param>
/// <param name="chain">The cells, for their values.</param>
internal sealed class Inspection(SemanticModel model, SubmissionChain chain)
{
    private const int MostOverloads = 20;

    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.CSharpShortErrorMessageFormat
        .WithMemberOptions(
            SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeConstantValue)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeType
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut)
        .WithKindOptions(
            SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword);

    private static readonly SymbolDisplayFormat TypeFormat = Format.WithKindOptions(SymbolDisplayKindOptions.None);

    /// <summary>Name, type and value of every variable.</summary>
    /// <param name="chain">The cells.</param>
    public static IReadOnlyList<CellVariable> Variables(SubmissionChain chain) =>
    [
        .. chain.Variables().Select(v => new CellVariable(
            v.Name, v.Type.ToDisplayString(TypeFormat), chain.TryGetValue(v, out var value) ? LiveValue.Text(value) : "")),
    ];

    /// <summary>Variables that a later cell declared again, and that still hold their values.</summary>
    /// <param name="chain">The cells.</param>
    /// <param name="nameOf">The name of a cell.</param>
    public static IReadOnlyList<CellVariable> Held(SubmissionChain chain, Func<int, string> nameOf) =>
    [
        .. chain.Held.Select(v => (Variable: v, Value: chain.TryGetValue(v, out var value) ? value : null))
            .Where(v => v.Value is not null).Select(v => new CellVariable(
                $"{v.Variable.Name} (hidden, of {CompileErrors.Readable(v.Variable.ContainingType.Name, nameOf)})",
                v.Variable.Type.ToDisplayString(TypeFormat), LiveValue.Text(v.Value))),
    ];

    /// <summary>Describes what stands there.</summary>
    /// <param name="position">The cursor; on a blank the name to its left counts, inside a call the called
    /// method.</param>
    /// <param name="detailed">With all overloads, and the source of what a cell defined.</param>
    /// <returns>The description; null when nothing is known.</returns>
    public MimeBundle? At(int position, bool detailed)
    {
        var (symbols, isCall) = SymbolsAt(position);
        if (symbols.Count == 0)
        {
            return null;
        }

        var symbol = symbols[0];
        var lines = new List<(string Title, string Text)> { ("", Signature(symbol)) };
        if (symbol is IFieldSymbol { ContainingType.IsScriptClass: true } field
            && chain.TryGetValue(field, out var value))
        {
            lines[0] = ("", $"{field.Type.ToDisplayString(TypeFormat)} {field.Name} = {LiveValue.Text(value)}");
        }

        if (Documentation.Of(symbol, AssemblyOf(symbol)) is { } documentation)
        {
            lines.Add(("Summary", documentation.Summary));
            lines.AddRange(documentation.Parameters.Select(p => (p.Name, p.Text)));
            lines.Add(("Returns", documentation.Returns));
        }

        if ((isCall || detailed) && symbols.Count > 1)
        {
            lines.Add(("Overloads", string.Join('\n', symbols.Skip(1).Take(MostOverloads).Select(Signature))));
        }

        if (detailed && symbol.DeclaringSyntaxReferences is [var source, ..])
        {
            lines.Add(("Source", chain.AsWritten(source.GetSyntax()).ToString()));
        }

        if (AssemblyOf(symbol) is { } assembly)
        {
            lines.Add(("Assembly", Path.GetFileName(assembly)));
        }

        return Bundle([.. lines.Where(l => l.Text.Length > 0)]);
    }

    private static MimeBundle Bundle(IReadOnlyList<(string Title, string Text)> lines)
    {
        var (plain, markdown, html) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        foreach (var (title, text) in lines)
        {
            if (title.Length == 0)
            {
                plain.Append(text);
                markdown.Append($"```csharp\n{text}\n```");
                html.Append($"<pre>{WebUtility.HtmlEncode(text)}</pre>");
                continue;
            }

            plain.Append($"\n{title}: {text}");
            markdown.Append($"\n\n**{title}** {text}");
            html.Append(
                $"<p><b>{WebUtility.HtmlEncode(title)}</b> {WebUtility.HtmlEncode(text).Replace("\n", "<br>", StringComparison.Ordinal)}</p>");
        }

        return new MimeBundle(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [MimeTypes.PlainText] = plain.ToString(),
            [MimeTypes.Markdown] = markdown.ToString(),
            [MimeTypes.Html] = html.ToString(),
        });
    }

    private static string Signature(ISymbol symbol) => symbol switch
    {
        IFieldSymbol { ContainingType.IsScriptClass: true } field =>
            $"{field.Type.ToDisplayString(TypeFormat)} {field.Name}",
        IMethodSymbol { ContainingType.IsScriptClass: true } method => method.ToDisplayString(
            Format.WithMemberOptions(Format.MemberOptions & ~SymbolDisplayMemberOptions.IncludeContainingType)),
        ILocalSymbol local => $"{local.Type.ToDisplayString(TypeFormat)} {local.Name}",
        _ => symbol.ToDisplayString(Format),
    };

    private string? AssemblyOf(ISymbol symbol) =>
        symbol.ContainingAssembly is { } assembly
        && model.Compilation.GetMetadataReference(assembly) is PortableExecutableReference { FilePath: { } path }
            ? path : null;

    private (IReadOnlyList<ISymbol> Symbols, bool IsCall) SymbolsAt(int position)
    {
        var root = model.SyntaxTree.GetRoot();
        var text = model.SyntaxTree.GetText();
        var at = Math.Min(position, text.Length);
        if (at == text.Length || !IsNamePart(text[at]))
        {
            while (at > 0 && char.IsWhiteSpace(text[at - 1]))
            {
                at--;
            }

            at = Math.Max(0, at - 1);       // the name that ends here
        }

        if (root.FindToken(at) is var token && token.IsKind(SyntaxKind.IdentifierToken) && token.Span.Contains(at)
            && Named(token) is { Count: > 0 } named)
        {
            return (named, false);
        }

        var arguments = root.FindToken(at).Parent?.AncestorsAndSelf().OfType<BaseArgumentListSyntax>()
            .FirstOrDefault(a => a.SpanStart < position);
        return arguments?.Parent is { } call ? (Called(call), true) : ([], false);
    }

    private List<ISymbol> Named(SyntaxToken token)
    {
        var node = token.Parent!;
        if (model.GetDeclaredSymbol(node) is { } declared)
        {
            return [declared];
        }

        var info = model.GetSymbolInfo(node);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        return symbol switch
        {
            null => [],
            IMethodSymbol =>
                [symbol, .. model.GetMemberGroup(node).Where(m => !SymbolEqualityComparer.Default.Equals(m, symbol))],
            _ => [symbol],
        };
    }

    private List<ISymbol> Called(SyntaxNode call)
    {
        var info = model.GetSymbolInfo(call);
        var active = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        var all = call is InvocationExpressionSyntax invocation
            ? model.GetMemberGroup(invocation.Expression)
            : (active?.ContainingType?.Constructors ?? []).CastArray<ISymbol>();
        return [.. (active is null ? [] : new[] { active }),
            .. all.Where(m => !SymbolEqualityComparer.Default.Equals(m, active))];
    }

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '_' or '@';
}

/// <summary>A variable of the cells.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its declared type.</param>
/// <param name="Value">Its value as short text; no code of the user is called for it.</param>
public sealed record CellVariable(string Name, string Type, string Value);
