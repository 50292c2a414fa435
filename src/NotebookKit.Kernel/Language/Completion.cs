using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Kernel.Language;

/// <summary>What could stand at a position of a cell. Members are asked of the cell bound behind all cells, names of
/// the cell alone and of the list that the chain keeps: a search through every cell would take longer with
/// each.</summary>
/// <param name="chain">The cells that have run.</param>
/// <param name="code">The cell, without directives.</param>
/// <param name="position">The cursor.</param>
internal sealed class Completion(SubmissionChain chain, string code, int position)
{
    private const int MostItems = 500;
    private const int KeywordRank = 6;

    private static readonly string[] Keywords =
    [
        .. SyntaxFacts.GetReservedKeywordKinds().Select(SyntaxFacts.GetText).Where(k => !k.StartsWith('_')),
        "var", "await", "async", "record", "yield", "nameof", "when", "where", "dynamic",
    ];

    private readonly SemanticModel model = chain.Bind(code);

    private SyntaxNode Root => model.SyntaxTree.GetRoot();

    /// <summary>Finds what could stand there.</summary>
    /// <param name="cancel">Gives up.</param>
    public CompletionList Find(CancellationToken cancel)
    {
        var left = position > 0 ? Root.FindToken(position - 1) : default;
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

        var (symbols, container) = IsDot(before) ? Members(before) : (place.Initialised ?? Names(start), null);
        cancel.ThrowIfCancellationRequested();
        var found = symbols
            .Where(s => Fits(s.Name, prefix) && s.CanBeReferencedByName && place.Takes(s))
            .GroupBy(s => s.Name)
            .Select(same => (Name: same.Key, Rank: same.Min(s => Rank(s, container)), Symbols: same.AsEnumerable()));
        if (!IsDot(before) && place.TakesKeywords)
        {
            found = found.Concat(Keywords.Where(k => Fits(k, prefix))
                .Select(k => (k, KeywordRank, Enumerable.Empty<ISymbol>())));
        }

        return new CompletionList(start, position,
        [
            .. found.OrderByDescending(f => f.Name.StartsWith(prefix, StringComparison.Ordinal))
                .ThenBy(f => f.Rank).ThenBy(f => f.Name, StringComparer.OrdinalIgnoreCase)
                .Select(f => f.Rank == KeywordRank ? new CompletionItem(f.Name, "keyword") : Item(f.Symbols))
                .OfType<CompletionItem>().DistinctBy(i => i.Text).Take(MostItems),
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
        var inTrivia = position > 0 && Root.FindTrivia(position - 1) is var trivia
            && trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia;
        var isLiteral = left.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken
            or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.NumericLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken;
        return inTrivia || (isLiteral && left.SpanStart < position && left.Span.End >= position);
    }

    /// <summary>What is in scope: the cell's own names first, then those of earlier cells, then the rest.</summary>
    private IEnumerable<ISymbol> Names(int start)
    {
        var alone = chain.BindAlone(model.SyntaxTree).LookupSymbols(start)
            .ToLookup(s => s.DeclaringSyntaxReferences.Any());
        var inherited = Root.FindToken(start).Parent!.AncestorsAndSelf().OfType<TypeDeclarationSyntax>()
            .Where(t => t.BaseList is not null && t.Span.Contains(start))
            .SelectMany(t => model.LookupSymbols(start, model.GetDeclaredSymbol(t)));
        return alone[true].Concat(inherited).Concat(chain.Names.All.SelectMany(n => n.Value)).Concat(alone[false]);
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
        { ContainingType.IsScriptClass: true } or ILocalSymbol or IParameterSymbol
            or { ContainingSymbol: IMethodSymbol } => 0,
        _ => 3,
    };

    /// <summary>The entry of a name; null where all that has it is hidden.</summary>
    private static CompletionItem? Item(IEnumerable<ISymbol> same)
    {
        var seen = same.Where(s => !IsHidden(s)).ToList();
        if (seen.Count == 0)
        {
            return null;
        }

        var name = SyntaxFacts.GetKeywordKind(seen[0].Name) == SyntaxKind.None ? seen[0].Name : "@" + seen[0].Name;
        if (seen[0] is not IMethodSymbol)
        {
            return new CompletionItem(name, Kind(seen[0]));
        }

        var overloads = seen.OfType<IMethodSymbol>().DistinctBy(CellNames.Types).ToList();
        var parameters = overloads[0].Parameters.Select(
            p => $"{p.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} {p.Name}");
        return new CompletionItem(
            name, Kind(seen[0]),
            $"({string.Join(", ", parameters)})" + (overloads.Count > 1 ? $" +{overloads.Count - 1}" : ""));
    }
}
