using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Kernel.Language;

/// <summary>What the cells so far declare, by name: the answer of a search through all of them, ready at once. A later
/// cell's name hides an earlier one's; functions of one name are overloads.</summary>
/// <param name="byName">The symbols of each name.</param>
internal sealed class CellNames(ImmutableDictionary<string, ImmutableArray<ISymbol>> byName)
{
    /// <summary>Before the first cell.</summary>
    public static readonly CellNames None = new(ImmutableDictionary.Create<string, ImmutableArray<ISymbol>>(
        StringComparer.Ordinal));

    /// <summary>Every name with its symbols.</summary>
    public IEnumerable<KeyValuePair<string, ImmutableArray<ISymbol>>> All => byName;

    /// <summary>The names with those of one more cell.</summary>
    /// <param name="cell">A compiled cell.</param>
    public CellNames With(CSharpCompilation cell) => new(byName.SetItems(
        Members(cell).Concat(Imported(cell)).Where(s => s.CanBeReferencedByName).GroupBy(s => s.Name).Select(
            own => KeyValuePair.Create(own.Key, Joined([.. own], byName.GetValueOrDefault(own.Key, []))))));

    /// <summary>What tells a function from its overloads.</summary>
    /// <param name="function">A function.</param>
    public static string Types(IMethodSymbol function) => function.Arity + string.Concat(function.Parameters.Select(
        p => $",{p.RefKind} {p.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}"));

    private static ImmutableArray<ISymbol> Joined(ImmutableArray<ISymbol> newer, ImmutableArray<ISymbol> older)
    {
        if (older.IsEmpty || newer.Any(s => s is not IMethodSymbol))
        {
            return newer;
        }

        var given = newer.OfType<IMethodSymbol>().Select(Types).ToHashSet(StringComparer.Ordinal);
        return newer.AddRange(older.Where(s => s is IMethodSymbol function && !given.Contains(Types(function))));
    }

    private static IEnumerable<ISymbol> Members(CSharpCompilation cell) =>
        cell.ScriptClass?.GetMembers().Where(m => !m.IsImplicitlyDeclared) ?? [];

    /// <summary>What `using static` imports of a type that a cell declares: no reference has it.</summary>
    private static IEnumerable<ISymbol> Imported(CSharpCompilation cell) =>
        from tree in cell.SyntaxTrees
        from line in ((CompilationUnitSyntax)tree.GetRoot()).Usings
        where line.StaticKeyword.IsKind(SyntaxKind.StaticKeyword)
        let type = cell.GetSemanticModel(tree).GetSymbolInfo(line.NamespaceOrType).Symbol as INamedTypeSymbol
        where type?.ContainingType?.IsScriptClass == true
        from member in type.GetMembers()
        where member.IsStatic || member is ITypeSymbol
        select member;
}
