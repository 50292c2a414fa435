using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Kernel.Language;

/// <summary>What could stand at a position of a cell. Asks the compilation of the cells, so its time does not depend on
/// their number.</summary>
/// <param name="model">The cell, bound behind the cells that have run.</param>
/// <param name="position">The cursor.</param>
internal sealed class Completion(SemanticModel model, int position)
{
    private const int MostItems = 500;

    private static readonly string[] Keywords =
    [
        .. SyntaxFacts.GetReservedKeywordKinds().Select(SyntaxFacts.GetText).Where(k => !k.StartsWith('_')),
        "var", "await", "async", "record", "yield", "nameof", "when", "where", "dynamic",
    ];

    private readonly SyntaxNode root = model.SyntaxTree.GetRoot();

    /// <summary>Finds what could stand there.</summary>
    /// <param name="cancel">Gives up.</param>
    public CompletionList Find(CancellationToken cancel)
    {
        var left = position > 0 ? root.FindToken(position - 1) : default;
        if (IsText(left))
        {
            return new CompletionList(position, position, []);
        }

        var word = left.Span.End >= position && IsWord(left) ? left : default;
        var start = word == default ? position : word.SpanStart;
        var prefix = word == default ? "" : word.Text[..(position - start)];
        var before = word == default ? left : left.GetPreviousToken();
        var place = new CompletionPlace(model, before);
        if (place.Overridable is { } members)
        {
            return new CompletionList(start, position, [
                .. members.Where(m => Fits(m.Member.Name, prefix)).OrderBy(
                    m => m.Member.Name, StringComparer.OrdinalIgnoreCase)
                    .Select(m => new CompletionItem(m.Text, Kind(m.Member))),
            ]);
        }

        var (symbols, container) = IsDot(before) ? Members(before)
            : (place.Initialised ?? model.LookupSymbols(start), null);
        cancel.ThrowIfCancellationRequested();
        var items = symbols
            .Where(s => s.CanBeReferencedByName && Fits(s.Name, prefix) && !IsHidden(s) && place.Takes(s))
            .GroupBy(s => s.Name)
            .Select(same => (Rank: same.Min(s => Rank(s, container)), Item: Item([.. same])));
        if (!IsDot(before) && place.TakesKeywords)
        {
            items = items.Concat(Keywords.Where(k => Fits(k, prefix))
                .Select(k => (Rank: 6, Item: new CompletionItem(k, "keyword"))));
        }

        return new CompletionList(start, position,
        [
            .. items.OrderByDescending(i => i.Item.Text.StartsWith(prefix, StringComparison.Ordinal))
                .ThenBy(i => i.Rank).ThenBy(i => i.Item.Text, StringComparer.OrdinalIgnoreCase)
                .Select(i => i.Item).DistinctBy(i => i.Text).Take(MostItems),
        ]);
    }

    /// <summary>Kinds of symbols in the words of front ends.</summary>
    internal static string Kind(ISymbol symbol) => symbol switch
    {
        IMethodSymbol => "function",
        INamespaceSymbol => "module",
        INamedTypeSymbol { TypeKind: var kind } => kind.ToString().ToLowerInvariant(),
        IPropertySymbol => "property",
        IEventSymbol => "event",
        IParameterSymbol => "param",
        ITypeParameterSymbol => "type parameter",
        IFieldSymbol { IsConst: true } => "constant",
        _ => "instance",
    };

    private static bool Fits(string name, string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    private static bool IsDot(SyntaxToken token) =>
        token.Kind() is SyntaxKind.DotToken or SyntaxKind.MinusGreaterThanToken or SyntaxKind.ColonColonToken;

    private static bool IsWord(SyntaxToken token) => token.IsKind(SyntaxKind.IdentifierToken) || token.IsKeyword();

    /// <summary>Inside a comment, a string or a number nothing is completed.</summary>
    private bool IsText(SyntaxToken left)
    {
        var inTrivia = position > 0 && root.FindTrivia(position - 1) is var trivia
            && trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia;
        var isLiteral = left.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken
            or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.NumericLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.SingleLineRawStringLiteralToken;
        return inTrivia || (isLiteral && left.SpanStart < position && left.Span.End >= position);
    }

    private (IEnumerable<ISymbol> Symbols, ITypeSymbol? Type) Members(SyntaxToken dot)
    {
        var left = dot.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            QualifiedNameSyntax name => name.Left,
            AliasQualifiedNameSyntax alias => alias.Alias,
            MemberBindingExpressionSyntax binding =>
                binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>(c =>
                    c.WhenNotNull.Span.Contains(dot.Span))?.Expression,
            _ => null,
        };
        if (left is null)
        {
            return ([], null);
        }

        var symbol = model.GetSymbolInfo(left).Symbol;
        if (symbol is INamespaceOrTypeSymbol scope)
        {
            var inside = model.LookupSymbols(dot.SpanStart, scope);
            return (inside.Where(s => s.IsStatic || s is INamespaceOrTypeSymbol), scope as ITypeSymbol);
        }

        var type = model.GetTypeInfo(left).Type;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            && dot.Parent is MemberBindingExpressionSyntax)
        {
            type = nullable.TypeArguments[0];
        }

        return type is null or IErrorTypeSymbol
            ? ([], null)
            : (model.LookupSymbols(dot.SpanStart, type, includeReducedExtensionMethods: true)
                .Where(s => !s.IsStatic && s is not ITypeSymbol), type);
    }

    private static bool IsHidden(ISymbol symbol) => symbol.GetAttributes().Any(a =>
        a.AttributeClass is { Name: "EditorBrowsableAttribute" }
        && a.ConstructorArguments is [{ Value: (int)System.ComponentModel.EditorBrowsableState.Never }]);

    /// <summary>Of the cells, of the type itself, inherited, from the language's own usings, extensions,
    /// namespaces.</summary>
    private static int Rank(ISymbol symbol, ITypeSymbol? container) => symbol switch
    {
        INamespaceSymbol => 7,
        IMethodSymbol { MethodKind: MethodKind.ReducedExtension } => 4,
        { ContainingType.SpecialType: SpecialType.System_Object } => 5,
        _ when container is not null => SymbolEqualityComparer.Default.Equals(symbol.ContainingType, container) ? 1 : 2,
        { ContainingType.IsScriptClass: true } or ILocalSymbol or IParameterSymbol or { ContainingSymbol: IMethodSymbol } => 0,
        _ => 3,
    };

    private CompletionItem Item(IReadOnlyList<ISymbol> same)
    {
        var shown = same[0];
        var signature = shown is IMethodSymbol method
            ? $"({string.Join(", ", method.Parameters.Select(Parameter))})"
              + (same.Count > 1 ? $" +{same.Count - 1}" : "")
            : "";
        var text = SyntaxFacts.GetKeywordKind(shown.Name) == SyntaxKind.None ? shown.Name : "@" + shown.Name;
        return new CompletionItem(text, Kind(shown), signature);

        string Parameter(IParameterSymbol p) => $"{p.Type.ToMinimalDisplayString(model, position)} {p.Name}";
    }
}
