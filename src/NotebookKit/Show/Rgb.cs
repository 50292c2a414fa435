namespace NotebookKit.Show;

/// <summary>A colour in sRGB, 8 bits per channel.</summary>
/// <param name="R">Red, 0 to 255.</param>
/// <param name="G">Green, 0 to 255.</param>
/// <param name="B">Blue, 0 to 255.</param>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>The colour as CSS writes it: "#0A64FF".</summary>
    public string Hex => $"#{R:X2}{G:X2}{B:X2}";

    /// <summary>Relative luminance (WCAG 2.2, section 1.4.3): 0 for black, 1 for white.</summary>
    public double Luminance => (0.2126 * Linear(R)) + (0.7152 * Linear(G)) + (0.0722 * Linear(B));

    /// <summary>Reads "#RRGGBB".</summary>
    /// <param name="hex">Seven characters.</param>
    /// <returns>The colour.</returns>
    /// <exception cref="FormatException">The text is not "#RRGGBB".</exception>
    public static Rgb Parse(string hex)
    {
        if (hex.Length != 7 || hex[0] != '#' || !hex.Skip(1).All(char.IsAsciiHexDigit))
        {
            throw new FormatException($"A colour is written #RRGGBB, but it is '{hex}'.");
        }

        return new(Convert.ToByte(hex[1..3], 16), Convert.ToByte(hex[3..5], 16), Convert.ToByte(hex[5..7], 16));
    }

    /// <summary>
    /// Contrast ratio of two colours (WCAG 2.2, section 1.4.3): 1 for equal ones, 21 for black on white.
    /// </summary>
    /// <param name="other">The colour beside or behind.</param>
    /// <returns>1 to 21; running text needs 4.5, lines and marks 3.</returns>
    public double ContrastTo(Rgb other)
    {
        var (a, b) = (Luminance, other.Luminance);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>Straight mixture in sRGB, rounded to the nearest: share 0 gives this colour, 1 the other.</summary>
    /// <param name="other">The other colour.</param>
    /// <param name="share">Share of the other colour, in [0, 1].</param>
    /// <returns>The mixture.</returns>
    public Rgb Mix(Rgb other, double share) =>
        new(Mix(R, other.R, share), Mix(G, other.G, share), Mix(B, other.B, share));

    private static byte Mix(byte a, byte b, double share) => (byte)Math.Round(a + ((b - a) * share));

    private static double Linear(byte channel)
    {
        var c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }
}
