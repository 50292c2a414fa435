using System.Text.RegularExpressions;

namespace NotebookKit.Kernel.Export;

/// <summary>Takes the colours of a terminal out of a text.</summary>
internal static partial class AnsiColours
{
    public static string Strip(string text) => Colour().Replace(text, "");

    [GeneratedRegex("\u001b\\[[0-9;]*[A-Za-z]")]
    private static partial Regex Colour();
}
