using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Kernel.Language;

/// <summary>What the syntax around a position lets stand there; the semantic model answers what that is.</summary>
/// <param name="model">The cell, bound behind the cells that have run.</param>
/// <param name="before">The token before the word at the position.</param>
internal sealed class CompletionPlace(SemanticModel model, SyntaxToken before)
{
    private static readonly SymbolDisplayFormat Declaration = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeRef)
        .RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    // Behind `new System.Text.` the question is the one behind `new`.
    private readonly SyntaxToken opener = BeforeName(before);

    /// <summary>Whether only types and namespaces can stand there, so no keyword can.</summary>
    public bool WantsTypes => IsCreated || IsBase || IsArgument || opener.IsKind(SyntaxKind.AsKeyword)
        || (opener.IsKind(SyntaxKind.OpenParenToken)
            && opener.Parent is TypeOfExpressionSyntax or DefaultExpressionSyntax);

    private bool IsCreated => opener.IsKind(SyntaxKind.NewKeyword) && opener.Parent is ObjectCreationExpressionSyntax
        or ArrayCreationExpressionSyntax or ImplicitObjectCreationExpressionSyntax;

    private bool IsBase => opener.Kind() is SyntaxKind.ColonToken or SyntaxKind.CommaToken
        && opener.Parent is BaseListSyntax;

    private bool IsArgument => opener.Kind() is SyntaxKind.LessThanToken or SyntaxKind.CommaToken
        && opener.Parent is TypeArgumentListSyntax;

    private bool IsUsing =>
        before.Parent?.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { SemicolonToken.IsMissing: true };

    /// <summary>Whether keywords can stand there.</summary>
    public bool TakesKeywords => !WantsTypes && !IsUsing && Initialised is null
        && !before.IsKind(SyntaxKind.OverrideKeyword);

    /// <summary>Whether a symbol can stand there.</summary>
    /// <param name="symbol">One that is in scope.</param>
    public bool Takes(ISymbol symbol) => symbol switch
    {
        INamespaceSymbol => true,
        ITypeSymbol { IsStatic: true } => !WantsTypes,
        ITypeSymbol { TypeKind: var kind } type when IsBase => kind == TypeKind.Interface
            || (kind == TypeKind.Class && !type.IsSealed),
        ITypeSymbol { IsAbstract: true } when IsCreated => false,
        ITypeSymbol => true,
        _ => !WantsTypes && !IsUsing,
    };

    /// <summary>What stands there besides names in scope: members to be initialised; null when this is no
    /// initialiser.</summary>
    public IEnumerable<ISymbol>? Initialised
    {
        get
        {
            if (before.Kind() is not (SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken)
                || before.Parent is not InitializerExpressionSyntax
                {
                    Parent: (BaseObjectCreationExpressionSyntax or WithExpressionSyntax) and ExpressionSyntax made,
                } initializer)
            {
                return null;
            }

            var (info, position) = (model.GetTypeInfo(made), before.SpanStart);
            if ((info.Type ?? info.ConvertedType) is not { TypeKind: not TypeKind.Error } type
                || type.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable))
            {
                return null;            // its elements can be anything
            }

            var given = initializer.Expressions.OfType<AssignmentExpressionSyntax>().Select(a => a.Left.ToString())
                .ToHashSet(StringComparer.Ordinal);
            return model.LookupSymbols(position, type).Where(
                s => !s.IsStatic && !given.Contains(s.Name) && IsSettable(s, position));
        }
    }

    /// <summary>Members of base types that can stand behind `override`, in their own words; null when this is another
    /// place.</summary>
    public IEnumerable<(ISymbol Member, string Text)>? Overridable
    {
        get
        {
            if (!before.IsKind(SyntaxKind.OverrideKeyword)
                || before.Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
                || model.GetDeclaredSymbol(declaration) is not { } type)
            {
                return null;
            }

            var found = new List<(ISymbol Member, string Text)>();
            var taken = new HashSet<string>(StringComparer.Ordinal);
            for (var above = type; above is not null; above = above.BaseType)
            {
                foreach (var member in above.GetMembers().Where(IsMember))
                {
                    var text = member.ToMinimalDisplayString(model, before.SpanStart, Declaration);
                    if (taken.Add(text) && !ReferenceEquals(above, type) && !member.IsSealed
                        && (member.IsVirtual || member.IsAbstract || member.IsOverride)
                        && model.IsAccessible(before.SpanStart, member))
                    {
                        found.Add((member, text));
                    }
                }
            }

            return found;
        }
    }

    private static bool IsMember(ISymbol symbol) => symbol
        is IMethodSymbol { MethodKind: MethodKind.Ordinary, Name: not "Finalize" } or IPropertySymbol or IEventSymbol;

    private bool IsSettable(ISymbol symbol, int position) => symbol switch
    {
        IPropertySymbol { SetMethod: { } set } => model.IsAccessible(position, set),
        IFieldSymbol field => !field.IsReadOnly && !field.IsConst,
        _ => false,
    };

    private static SyntaxToken BeforeName(SyntaxToken token)
    {
        while (token.Kind() is SyntaxKind.DotToken or SyntaxKind.ColonColonToken)
        {
            token = token.GetPreviousToken().GetPreviousToken();
        }

        return token;
    }
}
