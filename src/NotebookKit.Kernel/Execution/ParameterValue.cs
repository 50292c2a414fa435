using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookKit.Kernel.Execution;

/// <summary>Turns a value given as text into a C# literal of the declared type.</summary>
internal static class ParameterValue
{
    /// <summary>The types that a parameter may have; each also with ?.</summary>
    public static readonly IReadOnlyList<string> Types = ["string", "bool", "int", "long", "float", "double", "decimal"];

    /// <summary>The literal, ready to stand behind "name = ".</summary>
    /// <exception cref="UsageException">The value does not fit the type.</exception>
    public static string Literal(Parameter parameter, string value)
    {
        var type = parameter.Type.TrimEnd('?');
        if (value == "null" && parameter.Type.EndsWith('?'))
        {
            return "null";
        }

        return type switch
        {
            "string" => SymbolDisplay.FormatLiteral(value, quote: true),
            "bool" => bool.TryParse(value, out var flag) ? (flag ? "true" : "false") : throw Wrong("true or false"),
            "int" => int.TryParse(value, Whole, Invariant, out var i) ? i.ToString(Invariant) : throw Wrong($"a whole number from {int.MinValue} to {int.MaxValue}"),
            "long" => long.TryParse(value, Whole, Invariant, out var l) ? $"{l.ToString(Invariant)}L" : throw Wrong("a whole number of 64 bits"),
            "float" => float.TryParse(value, NumberStyles.Float, Invariant, out var f) && float.IsFinite(f) ? $"{f.ToString("R", Invariant)}f" : throw Wrong("a number, such as 0.5 or 2e-4"),
            "double" => double.TryParse(value, NumberStyles.Float, Invariant, out var d) && double.IsFinite(d) ? $"{d.ToString("R", Invariant)}d" : throw Wrong("a number, such as 0.5 or 2e-4"),
            "decimal" => decimal.TryParse(value, NumberStyles.Float, Invariant, out var m) ? $"{m.ToString(Invariant)}m" : throw Wrong("a number, such as 0.5"),
            _ => throw new InvalidOperationException($"'{type}' is no type for a parameter."),
        };

        UsageException Wrong(string needed) => new(
            $"Parameter '{parameter.Name}' is {parameter.Type} and needs {needed}, but got '{value}'. Its default is {parameter.Default}.");
    }

    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;
}
