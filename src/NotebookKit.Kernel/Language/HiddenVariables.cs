using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Kernel.Language;

/// <summary>Variables that a later cell declared again. No name leads to their values any more, so these are let go,
/// unless a function or a lambda of a cell still reads them.</summary>
/// <param name="clear">Sets a variable to nothing.</param>
internal sealed class HiddenVariables(Action<IFieldSymbol> clear)
{
    private readonly Dictionary<string, (IFieldSymbol Field, int Cell)> visible = new(StringComparer.Ordinal);
    private readonly List<Reader> readers = [];
    private readonly List<(IFieldSymbol Field, int Cell, int HiddenBy)> waiting = [];
    private readonly List<IFieldSymbol> captured = [];

    /// <summary>Hidden variables that keep their values: those that functions read, and those whose cell to hide them
    /// has not ended well.</summary>
    public IEnumerable<IFieldSymbol> Held => captured.Concat(waiting.Select(w => w.Field));

    /// <summary>Takes note of what a cell declares and what its functions read.</summary>
    /// <param name="cell">A cell that was added to the chain.</param>
    public void Add(Submission cell)
    {
        foreach (var member in cell.Compilation.ScriptClass?.GetMembers() ?? [])
        {
            if (member.IsImplicitlyDeclared || !member.CanBeReferencedByName || member is IMethodSymbol)
            {
                continue;       // a method stands beside a variable of its name
            }

            if (visible.Remove(member.Name, out var old))
            {
                waiting.Add((old.Field, old.Cell, cell.Number));
            }

            if (member is IFieldSymbol { IsConst: false, Type.IsUnmanagedType: false } field)
            {
                visible[field.Name] = (field, cell.Number);
            }
        }

        if (Reader.Of(cell) is { } reader)
        {
            readers.Add(reader);
        }
    }

    /// <summary>Lets go what is hidden; called when a cell has ended well.</summary>
    public void Release()
    {
        foreach (var (field, cell, hiddenBy) in waiting)
        {
            if (readers.Exists(r => r.Cell >= cell && r.Cell < hiddenBy && r.Reads(field)))
            {
                captured.Add(field);
            }
            else
            {
                clear(field);
            }
        }

        waiting.Clear();
    }

    /// <summary>A cell with functions, lambdas or queries: code that may run after its cell has ended.</summary>
    private sealed class Reader
    {
        private readonly CSharpCompilation compilation;
        private readonly HashSet<string> names;
        private HashSet<ISymbol>? fields;       // exact, but dear: only asked for when a name fits

        private Reader(int cell, CSharpCompilation compilation, HashSet<string> names) =>
            (Cell, this.compilation, this.names) = (cell, compilation, names);

        public int Cell { get; }

        public static Reader? Of(Submission cell)
        {
            var read = NamesIn(cell.Tree).Select(n => n.Identifier.ValueText).ToHashSet(StringComparer.Ordinal);
            return read.Count > 0 ? new Reader(cell.Number, cell.Compilation, read) : null;
        }

        public bool Reads(IFieldSymbol field) => names.Contains(field.Name) && (fields ??= Fields()).Contains(field);

        private HashSet<ISymbol> Fields()
        {
            var tree = compilation.SyntaxTrees[0];
            var model = compilation.GetSemanticModel(tree);
            return NamesIn(tree).Select(n => model.GetSymbolInfo(n).Symbol).OfType<IFieldSymbol>()
                .ToHashSet<ISymbol>(SymbolEqualityComparer.Default);
        }

        private static IEnumerable<IdentifierNameSyntax> NamesIn(SyntaxTree tree) => tree.GetRoot()
            .DescendantNodes(n => !IsFunction(n)).Where(IsFunction)
            .SelectMany(f => f.DescendantNodes().OfType<IdentifierNameSyntax>()).Where(n => !IsParameter(n));

        private static bool IsFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax
            or LocalFunctionStatementSyntax or QueryExpressionSyntax
            or MemberDeclarationSyntax and not GlobalStatementSyntax and not BaseFieldDeclarationSyntax;

        /// <summary>A name that a lambda around it has as its parameter: the usual x => x + 1.</summary>
        private static bool IsParameter(IdentifierNameSyntax name)
        {
            var text = name.Identifier.ValueText;
            return name.Ancestors().TakeWhile(n => n is not GlobalStatementSyntax).Any(n => n switch
            {
                SimpleLambdaExpressionSyntax lambda => lambda.Parameter.Identifier.ValueText == text,
                ParenthesizedLambdaExpressionSyntax lambda =>
                    lambda.ParameterList.Parameters.Any(p => p.Identifier.ValueText == text),
                _ => false,
            });
        }
    }
}
