using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Kernel.Language;

/// <summary>What to do about a compiler error: the things that cells cannot do, missing usings, names close
/// by.</summary>
internal static class Hints
{
    private const string LibrarySees =
        "a library sees packages and earlier libraries, but not what ordinary cells declare. "
        + "Put '#!library' at the head of the cell with these types.";

    /// <summary>The hint for an error; null when there is none.</summary>
    /// <param name="error">The error.</param>
    /// <param name="submission">The cell.</param>
    /// <param name="elsewhere">Where a missing name is declared; null when nowhere.</param>
    public static string? For(Diagnostic error, Submission submission, Func<string, string?> elsewhere)
    {
        var node = NodeAt(error, submission.Tree);
        return error.Id switch
        {
            "CS1002" or "CS1001" or "CS1031" or "CS0246" or "CS0118" or "CS0138" or "CS7007"
                when IsUsingVar(error, submission.Tree) =>
                "a cell cannot hold 'using var x = ...;' at its top. "
                + "Write 'using (var x = ...) { ... }', or put braces around it.",
            "CS8345" => "the top of a cell cannot hold a ref struct such as Span<T>. "
                + "Put the lines into braces: { Span<int> s = ...; }.",
            "CS9176" => "say the type: new[] { 1, 2, 3 }, or int[] x = [1, 2, 3];",
            "CS0201" => "leave the semicolon out to show a value.",
            "CS0103" or "CS0246" or "CS0234" or "CS0305" => MissingName(node, submission, elsewhere),
            "CS1061" or "CS0117" => MissingMember(node, submission),
            "CS0029" or "CS0266" => Conversion(error, node, submission),
            _ => null,
        };
    }

    private static SyntaxNode? NodeAt(Diagnostic error, SyntaxTree tree) =>
        error.Location.SourceTree == tree
            ? tree.GetRoot().FindNode(error.Location.SourceSpan, getInnermostNodeForTie: true)
            : null;

    /// <summary>`using var x = y;` is read as a using directive without its semicolon.</summary>
    private static bool IsUsingVar(Diagnostic error, SyntaxTree tree)
    {
        var line = error.Location.IsInSource ? error.Location.GetLineSpan().StartLinePosition.Line : -1;
        return ((CompilationUnitSyntax)tree.GetRoot()).Usings.Any(u =>
            u.SemicolonToken.IsMissing && u.GetLocation().GetLineSpan().StartLinePosition.Line == line);
    }

    private static string? MissingName(
        SyntaxNode? node, Submission submission, Func<string, string?> elsewhere)
    {
        if (node?.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().FirstOrDefault() is not { } simple)
        {
            return null;
        }

        var name = simple.Identifier.ValueText;
        if (elsewhere(name) is { } place)
        {
            return place;
        }

        var namespaces = NamespacesWith(submission.Compilation.GlobalNamespace, name).Take(3).ToList();
        if (namespaces.Count > 0)
        {
            return $"did you mean {string.Join(" or ", namespaces.Select(n => $"'using {n};'"))}?";
        }

        var model = submission.Compilation.GetSemanticModel(submission.Tree);
        return submission.Compilation.ScriptCompilationInfo is null
            ? LibrarySees
            : Question(name, model.LookupSymbols(simple.SpanStart).Select(s => s.Name));
    }

    private static string? MissingMember(SyntaxNode? node, Submission submission)
    {
        var access = node?.AncestorsAndSelf().OfType<MemberAccessExpressionSyntax>().FirstOrDefault();
        if (access is null)
        {
            return null;
        }

        var model = submission.Compilation.GetSemanticModel(submission.Tree);
        var type = model.GetTypeInfo(access.Expression).Type
            ?? model.GetSymbolInfo(access.Expression).Symbol as ITypeSymbol;
        if (type is null)
        {
            return null;
        }

        if (TaskResult(type) is { } result && !result.GetMembers(access.Name.Identifier.ValueText).IsEmpty)
        {
            return "this is a task; write 'await' before it.";
        }

        var members = model.LookupSymbols(access.Name.SpanStart, type, includeReducedExtensionMethods: true);
        return Question(access.Name.Identifier.ValueText, members.Select(m => m.Name));
    }

    private static string? Conversion(Diagnostic error, SyntaxNode? node, Submission submission)
    {
        if (node is ExpressionSyntax expression
            && submission.Compilation.GetSemanticModel(submission.Tree).GetTypeInfo(expression).Type is { } type
            && TaskResult(type) is not null)
        {
            return "this is a task; write 'await' before it.";
        }

        var names = error.GetMessage().Split('\'');
        var name = names[1].Split(" [")[0];             // two of one name are told apart as 'P [In[1](1)]'
        return names.Length >= 4 && name == names[3].Split(" [")[0]
            ? $"the two are different types: '{name}' was declared again by a later cell. "
              + "Run the cells that made the older objects again."
            : null;
    }

    private static ITypeSymbol? TaskResult(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] } ? result : null;

    private static string? Question(string name, IEnumerable<string> known)
    {
        var question = NearestNames.Question(name, known.Where(n => n.Length > 0 && char.IsLetter(n[0])));
        return question.Length == 0 ? null : char.ToLowerInvariant(question[0]) + question[1..].TrimEnd();
    }

    /// <summary>Namespaces with a public type of that name, those of the kit first, then the short ones.</summary>
    private static IEnumerable<string> NamespacesWith(INamespaceSymbol root, string name)
    {
        var found = new List<string>();
        var open = new Stack<INamespaceSymbol>([root]);
        while (open.TryPop(out var space))
        {
            if (!space.IsGlobalNamespace
                && space.GetTypeMembers(name).Any(t => t.DeclaredAccessibility == Accessibility.Public))
            {
                found.Add(space.ToDisplayString());
            }

            foreach (var inner in space.GetNamespaceMembers())
            {
                open.Push(inner);
            }
        }

        return found.OrderByDescending(n => n.StartsWith("NotebookKit", StringComparison.Ordinal))
            .ThenBy(n => n.Length).ThenBy(n => n, StringComparer.Ordinal);
    }
}
