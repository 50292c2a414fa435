using System.Text.RegularExpressions;

namespace NotebookKit.Kernel.Packages;

/// <summary>What a failed restore said, in lines that tell what to do.</summary>
internal static partial class RestoreFailure
{
    private const int MostLines = 12;

    /// <summary>The message of a failed restore.</summary>
    /// <param name="output">All that the restore printed.</param>
    /// <param name="requests">The packages of this cell.</param>
    public static string Describe(string output, IReadOnlyList<PackageRequest> requests)
    {
        var lines = Problem().Matches(output)
            .Select(m => (Code: m.Groups["code"].Value, Text: Brief(m.Groups["text"].Value)))
            .Distinct().OrderBy(p => p.Code is "NU1801").ToList();
        var asked = string.Join(", ", requests);
        if (lines.Count == 0)
        {
            var tail = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(MostLines);
            return $"{asked} could not be restored; nothing has changed.\n{string.Join('\n', tail)}";
        }

        var told = lines.Take(MostLines).Select(p => $"{p.Code}: {p.Text}");
        var hints = lines.Select(p => Hint(p.Code)).OfType<string>().Distinct();
        return $"{asked} could not be restored; nothing has changed.\n{string.Join('\n', told.Concat(hints))}";
    }

    private static string? Hint(string code) => code switch
    {
        "NU1100" or "NU1101" => "  hint: no source has a package of this name. Check the spelling, or name its source "
            + "with #i \"nuget: ADDRESS or FOLDER\".",
        "NU1102" or "NU1103" =>
            "  hint: the package is there, but not in this version. Take one of the versions above, or none "
            + "for the newest.",
        "NU1301" or "NU1801" => "  hint: a source could not be reached. What was restored once works offline; for "
            + "anything else connect, or name another source with #i.",
        "NU1605" or "NU1107" => "  hint: two packages want different versions of a third. Ask for the higher version "
            + "with a #r line of its own.",
        "NU1202" or "NU1213" =>
            "  hint: the package has nothing for this version of .NET. Look for a newer version of it.",
        _ => null,
    };

    /// <summary>One line, with the source's name and without its stack of causes.</summary>
    private static string Brief(string text) => Blanks().Replace(text, " ").Trim();

    [GeneratedRegex(
        @"(?:error|warning) (?<code>NU\d{4}|NETSDK\d{4}|MSB\d{4}): (?<text>.*?)(?: \[[^\]\n]*\])?\r?$",
        RegexOptions.Multiline)]
    private static partial Regex Problem();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
