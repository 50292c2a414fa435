using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookKit.Kernel.Language;

/// <summary>Lines that start with #! or #r: found by the lexer, so that text inside a string is left alone.</summary>
internal static class Directives
{
    /// <summary>The error for the first directive that this evaluator does not know; null when there is none.</summary>
    public static CellError? Error(CellSource cell, SyntaxTree tree)
    {
        if (!cell.Code.Contains('#', StringComparison.Ordinal))
        {
            return null;
        }

        foreach (var trivia in tree.GetRoot().DescendantTrivia())
        {
            var advice = trivia.Kind() switch
            {
                SyntaxKind.ReferenceDirectiveTrivia =>
                    "reference the assembly or package in the project that runs the notebook.",
                SyntaxKind.LoadDirectiveTrivia => "put the code into a cell.",
                SyntaxKind.BadDirectiveTrivia or SyntaxKind.ShebangDirectiveTrivia
                    when trivia.ToString().StartsWith("#!", StringComparison.Ordinal)
                    || trivia.ToString().StartsWith("#i", StringComparison.Ordinal) => "cells are C# only.",
                _ => null,
            };
            if (advice is not null)
            {
                var line = trivia.GetLocation().GetLineSpan().StartLinePosition.Line;
                var text = tree.GetText().Lines[line].ToString().Trim();
                var message = $"{cell.Name}:{line + 1}: '{text}' is not supported here; {advice}";
                return new CellError(CellFailure.Compilation, "CompilationError", message, line + 1, [message]);
            }
        }

        return null;
    }
}
