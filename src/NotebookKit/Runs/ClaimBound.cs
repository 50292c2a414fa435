using System.Globalization;

namespace NotebookKit.Runs;

/// <summary>What a claim's measured mean must satisfy: <c>&gt;= 0.95</c>, <c>&lt;= 0.8</c> or the closed range
/// <c>0.6..1.6</c>.</summary>
public sealed record ClaimBound
{
    private ClaimBound(double? low, double? high) => (Low, High) = (low, high);

    /// <summary>The least value that holds; null where there is none.</summary>
    public double? Low { get; }

    /// <summary>The greatest value that holds; null where there is none.</summary>
    public double? High { get; }

    /// <summary>A bound from below.</summary>
    /// <param name="low">The least value that holds.</param>
    public static ClaimBound AtLeast(double low) => new(Finite(low), null);

    /// <summary>A bound from above.</summary>
    /// <param name="high">The greatest value that holds.</param>
    public static ClaimBound AtMost(double high) => new(null, Finite(high));

    /// <summary>A closed range.</summary>
    /// <param name="low">The least value that holds.</param>
    /// <param name="high">The greatest value that holds.</param>
    /// <exception cref="FormatException"><paramref name="low"/> is greater than <paramref name="high"/>.</exception>
    public static ClaimBound Between(double low, double high) => low <= high
        ? new(Finite(low), Finite(high))
        : throw new FormatException($"A range bound must run upwards, but got {low}..{high}.");

    /// <summary>Reads the printed form.</summary>
    /// <param name="text"><c>&gt;= X</c>, <c>&lt;= X</c> or <c>X..Y</c>, invariant culture, spaces free.</param>
    /// <exception cref="FormatException">The text has none of the three forms.</exception>
    public static ClaimBound Parse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.StartsWith(">=", StringComparison.Ordinal))
        {
            return AtLeast(Number(trimmed[2..], text));
        }

        if (trimmed.StartsWith("<=", StringComparison.Ordinal))
        {
            return AtMost(Number(trimmed[2..], text));
        }

        return trimmed.Split("..") is [var low, var high]
            ? Between(Number(low, text), Number(high, text))
            : throw Wrong(text);
    }

    /// <summary>Reads the printed form, so that a claim can be written as data.</summary>
    /// <param name="text">As <see cref="Parse"/>.</param>
    public static implicit operator ClaimBound(string text) => Parse(text);

    /// <summary>Whether a measured value satisfies the bound; NaN never does.</summary>
    /// <param name="value">The measured mean.</param>
    public bool Holds(double value) => !double.IsNaN(value) && !(value < Low) && !(value > High);

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => (Low, High) switch
    {
        ({ } low, { } high) => string.Create(CultureInfo.InvariantCulture, $"{low}..{high}"),
        ({ } low, null) => string.Create(CultureInfo.InvariantCulture, $">= {low}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"<= {High}"),
    };

    private static double Finite(double value) => double.IsFinite(value)
        ? value
        : throw new FormatException($"A bound must be a finite number, but got {value}.");

    private static double Number(string part, string whole) =>
        double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(whole);

    private static FormatException Wrong(string text) =>
        new($"A claim's bound must read '>= 0.95', '<= 0.8' or '0.6..1.6', but is '{text}'.");
}
