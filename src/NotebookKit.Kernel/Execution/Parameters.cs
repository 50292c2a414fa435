using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Kernel.Execution;

/// <summary>A parameter of a notebook, as its cell declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its declared type in C#: string, bool, int, long, float, double, decimal, or one of these with
/// ?.</param>
/// <param name="Default">Its value as written.</param>
/// <param name="Comment">The comment behind it; empty when there is none.</param>
public sealed record Parameter(string Name, string Type, string Default, string Comment);

/// <summary>The cell tagged `parameters` (papermill's convention): what can be set from outside, by name.</summary>
public static class Parameters
{
    /// <summary>Tag of the cell that declares them.</summary>
    public const string Tag = "parameters";

    /// <summary>Tag of the cell that a run puts behind it.</summary>
    public const string InjectedTag = "injected-parameters";

    /// <summary>Reads the parameters of a notebook without running it.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="name">How messages name it.</param>
    /// <returns>In the order of their declaration; empty when no cell has the tag.</returns>
    /// <exception cref="UsageException">The cell holds something else than explicit types and literals.</exception>
    public static IReadOnlyList<Parameter> Of(NotebookDocument notebook, string name)
    {
        var cells = notebook.Cells.Where(Declares).ToList();
        return cells.Count switch
        {
            0 => [],
            1 => Declared(cells[0], name),
            _ => throw new UsageException($"{name} has {cells.Count} cells tagged '{Tag}'; it may have one."),
        };
    }

    /// <summary>Puts the cell that assigns the given values behind the cell that declares them; an older one
    /// goes.</summary>
    /// <param name="notebook">The notebook to change.</param>
    /// <param name="name">How messages name it.</param>
    /// <param name="values">Values as the user wrote them, by name; with none the notebook stays as it is.</param>
    /// <exception cref="UsageException">A name is unknown or a value does not fit its declared type.</exception>
    public static void Inject(NotebookDocument notebook, string name, IReadOnlyDictionary<string, string> values)
    {
        var parameters = Of(notebook, name);
        var code = new StringBuilder("// Set by this run.");
        foreach (var (key, value) in values)
        {
            var parameter = parameters.FirstOrDefault(p => p.Name == key)
                ?? throw new UsageException(
                    $"No parameter '{key}' in {name}. {NearestNames.Question(key, parameters.Select(p => p.Name))}"
                    + (parameters.Count == 0
                        ? "It has none."
                        : $"It has: {string.Join(", ", parameters.Select(p => p.Name))}."));
            code.Append($"\n{key} = {ParameterValue.Literal(parameter, value)};");
        }

        notebook.Cells.RemoveAll(c => c.Tags.Contains(InjectedTag));
        if (values.Count > 0)
        {
            var at = notebook.Cells.FindIndex(Declares);
            notebook.Cells.Insert(at + 1, NotebookCell.NewCode(FreeId(notebook), code.ToString(), InjectedTag));
        }
    }

    /// <summary>Old notebooks tag cells in other languages too.</summary>
    private static bool Declares(NotebookCell cell) =>
        cell.IsCode && cell.Tags.Contains(Tag) && CellLanguage.IsCSharp(cell);

    private static string FreeId(NotebookDocument notebook)
    {
        var id = InjectedTag;
        for (var i = 2; notebook.Cells.Any(c => c.Id == id); i++)
        {
            id = $"{InjectedTag}-{i}";
        }

        return id;
    }

    private static List<Parameter> Declared(NotebookCell cell, string name)
    {
        var tree = SubmissionChain.Parse(new CellSource(Tag, cell.Source));
        var text = tree.GetText();
        if (tree.GetDiagnostics().FirstOrDefault(SubmissionChain.IsError) is { } error)
        {
            throw Wrong(error.Location, error.GetMessage());
        }

        var parameters = new List<Parameter>();
        foreach (var member in ((CompilationUnitSyntax)tree.GetRoot()).Members)
        {
            if (member is not FieldDeclarationSyntax field || field.Modifiers.Count > 0)
            {
                throw Wrong(member.GetLocation(), "only declarations may stand here");
            }

            var type = field.Declaration.Type.ToString();
            if (!ParameterValue.Types.Contains(type.TrimEnd('?')))
            {
                throw Wrong(
                    field.GetLocation(),
                    $"'{type}' is no type for a parameter; use {string.Join(", ", ParameterValue.Types)}");
            }

            foreach (var variable in field.Declaration.Variables)
            {
                if (variable.Initializer?.Value is not { } value || !IsLiteral(value))
                {
                    throw Wrong(
                        variable.GetLocation(),
                        $"'{variable.Identifier}' needs a literal as its value, nothing computed");
                }

                var comment = variable == field.Declaration.Variables.Last() ? Comment(field) : "";
                parameters.Add(new Parameter(variable.Identifier.ValueText, type, value.ToString(), comment));
            }
        }

        return parameters;

        UsageException Wrong(Location location, string what)
        {
            var line = location.GetLineSpan().StartLinePosition.Line;
            return new UsageException(
                $"{name}, cell tagged '{Tag}', line {line + 1}: {what}. "
                + $"The line is: {text.Lines[line].ToString().Trim()}");
        }
    }

    private static bool IsLiteral(ExpressionSyntax value) => value switch
    {
        LiteralExpressionSyntax => true,
        PrefixUnaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: LiteralExpressionSyntax,
        } => true,
        _ => false,
    };

    private static string Comment(FieldDeclarationSyntax field) =>
        field.GetTrailingTrivia()
            .Where(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia))
            .Select(t => t.ToString()[2..].Trim())
            .FirstOrDefault("");
}
