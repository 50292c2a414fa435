using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookKit.Kernel.Execution;

/// <summary>Turns a value given as text into a C# literal of the declared type.</summary>
internal static class ParameterValue
{
    /// <summary>The types that a parameter may have; each also with ?.</summary>
    public static readonly IReadOnlyList<string> Types =
        ["string", "bool", "int", "long", "float", "double", "decimal"];

    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    /// <summary>The literal, ready to stand behind "name = ".</summary>
    /// <exception cref="UsageException">The value does not fit the type.</exception>
    public static string Literal(Parameter parameter, string value)
    {
        if (value == "null" && parameter.Type.EndsWith('?'))
        {
            return "null";
        }

        var (literal, needed) = Convert(parameter.Type.TrimEnd('?'), value);
        return literal ?? throw new UsageException(
            $"Parameter '{parameter.Name}' is {parameter.Type} and needs {needed}, but got '{value}'. "
            + $"Its default is {parameter.Default}.");
    }

    /// <summary>The literal, or null with the words for what the type needs.</summary>
    private static (string? Literal, string Needed) Convert(string type, string value)
    {
        const string Number = "a number, such as 0.5 or 2e-4";
        return type switch
        {
            "string" => (SymbolDisplay.FormatLiteral(value, quote: true), ""),
            "bool" => (bool.TryParse(value, out var b) ? (b ? "true" : "false") : null, "true or false"),
            "int" => (int.TryParse(value, Whole, Invariant, out var i) ? i.ToString(Invariant) : null,
                $"a whole number from {int.MinValue} to {int.MaxValue}"),
            "long" => (long.TryParse(value, Whole, Invariant, out var l) ? $"{l.ToString(Invariant)}L" : null,
                "a whole number of 64 bits"),
            "float" => (float.TryParse(value, NumberStyles.Float, Invariant, out var f) && float.IsFinite(f)
                ? $"{f.ToString("R", Invariant)}f" : null, Number),
            "double" => (double.TryParse(value, NumberStyles.Float, Invariant, out var d) && double.IsFinite(d)
                ? $"{d.ToString("R", Invariant)}d" : null, Number),
            "decimal" => (decimal.TryParse(value, NumberStyles.Float, Invariant, out var m)
                ? $"{m.ToString(Invariant)}m" : null, Number),
            _ => throw new InvalidOperationException($"'{type}' is no type for a parameter."),
        };
    }
}
