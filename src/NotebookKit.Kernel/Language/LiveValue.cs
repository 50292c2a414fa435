using System.Collections;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.CSharp;
using NotebookKit.Interactive;

namespace NotebookKit.Kernel.Language;

/// <summary>The value of a variable as short text, for who asks about a name.</summary>
internal static class LiveValue
{
    private const int Longest = 200;
    private const int MostElements = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>A value as text. Calls no code of the user: types of cells and packages say their name alone.</summary>
    /// <param name="value">The value.</param>
    public static string Text(object? value)
    {
        if (value is null)
        {
            return "null";
        }

        var type = value.GetType();
        var text = value switch
        {
            string s => SymbolDisplay.FormatLiteral(s.Length > Longest ? s[..Longest] : s, quote: true),
            char or bool => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)
                ?? "",
            Enum or DateTime or DateTimeOffset or TimeSpan or Guid or Version or Uri => value.ToString() ?? "",
            decimal => value.ToString() ?? "",
            _ when type.IsPrimitive => value.ToString() ?? "",
            Array or IList or IDictionary when value is Array || type.Assembly == typeof(List<>).Assembly =>
                Elements((ICollection)value),
            _ => (IsOfTheHost(type) ? Brief(value) : null) ?? $"({type.Name})",
        };
        return text.Length <= Longest ? text : text[..Longest] + "...";
    }

    private static bool IsOfTheHost(Type type) =>
        AssemblyLoadContext.GetLoadContext(type.Assembly) == AssemblyLoadContext.Default;

    /// <summary>What its formatter says in short, while the cell that works with the value may go on; null when it says
    /// nothing, fails or takes too long.</summary>
    private static string? Brief(object value)
    {
        var brief = Task.Run(() => RichFormatter.BriefOf(value));
        try
        {
            return brief.Wait(Patience) ? brief.Result : null;
        }
        catch (AggregateException)      // a value that is disposed or changed meanwhile: its type is told
        {
            return null;
        }
    }

    private static string Elements(ICollection values)
    {
        var shown = values.Cast<object?>().Take(MostElements).Select(v => v is ICollection ? "(...)" : Text(v))
            .ToList();
        return $"[{string.Join(", ", shown)}{(values.Count > shown.Count ? ", ..." : "")}] ({values.Count})";
    }
}
