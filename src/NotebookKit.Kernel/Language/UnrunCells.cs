using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Kernel.Language;

/// <summary>Cells whose declarations are not there, because they did not compile or were not run: when a name is
/// missing, the error can say where it is.</summary>
internal sealed class UnrunCells
{
    private const int Most = 50;

    private readonly Lock gate = new();
    private readonly Queue<(string Why, string Code)> cells = [];

    /// <summary>Keeps a cell that does not compile.</summary>
    /// <param name="cell">The cell.</param>
    public void AddFailed(CellSource cell) => Add($"in {cell.Name}, which did not compile: mend it and run it", cell.Code);

    /// <summary>Keeps a cell that was not run.</summary>
    /// <param name="code">Its text.</param>
    public void AddSkipped(string code) =>
        Add("in a cell that was not run, because one before it failed: run it", code);

    /// <summary>Forgets them.</summary>
    public void Clear()
    {
        lock (gate)
        {
            cells.Clear();
        }
    }

    /// <summary>Says where a name is declared; null when none of these cells declares it.</summary>
    /// <param name="name">The name.</param>
    public string? Hint(string name)
    {
        (string Why, string Code)[] known;
        lock (gate)
        {
            known = [.. cells];
        }

        var why = known.Reverse().Where(c => c.Code.Contains(name, StringComparison.Ordinal) && Declares(c.Code, name))
            .Select(c => c.Why).FirstOrDefault();
        return why is null ? null : $"'{name}' is declared {why} first.";
    }

    private void Add(string why, string code)
    {
        lock (gate)
        {
            cells.Enqueue((why, code));
            if (cells.Count > Most)
            {
                _ = cells.Dequeue();
            }
        }
    }

    private static bool Declares(string code, string name)
    {
        var root = SubmissionChain.Parse(new CellSource("", code)).GetCompilationUnitRoot();
        return root.Members.SelectMany(NamesOf).Contains(name, StringComparer.Ordinal);
    }

    private static IEnumerable<string> NamesOf(MemberDeclarationSyntax member) => member switch
    {
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(v => v.Identifier.ValueText),
        MethodDeclarationSyntax method => [method.Identifier.ValueText],
        PropertyDeclarationSyntax property => [property.Identifier.ValueText],
        BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
        DelegateDeclarationSyntax function => [function.Identifier.ValueText],
        GlobalStatementSyntax { Statement: ExpressionStatementSyntax statement } =>
            statement.DescendantNodes(n => n is not AnonymousFunctionExpressionSyntax)
                .OfType<SingleVariableDesignationSyntax>().Select(v => v.Identifier.ValueText),
        _ => [],
    };
}
