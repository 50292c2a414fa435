using System.Text.RegularExpressions;

namespace NotebookKit.Kernel.Protocol;

/// <summary>Colours for tracebacks that a front end shows: ANSI sequences as ipykernel sends them. What the runner
/// writes stays without.</summary>
internal static partial class TracebackColours
{
    private const string Red = "\e[0;31m", Green = "\e[0;32m", Blue = "\e[0;34m", None = "\e[0m";

    /// <summary>The lines of a traceback, coloured.</summary>
    /// <param name="lines">As the language gave them.</param>
    /// <param name="name">The error's name: it is red.</param>
    public static IEnumerable<string> Of(IEnumerable<string> lines, string name) => lines.Select(line =>
        Carets().IsMatch(line) || Compiler().IsMatch(line) ? $"{Red}{line}{None}"
        : Hint().IsMatch(line) ? $"{Blue}{line}{None}"
        : Frame().Match(line) is { Success: true } frame
            ? $"{frame.Groups[1]}{Green}{frame.Groups[2]}{None}{frame.Groups[3]}"
        : line.StartsWith(name, StringComparison.Ordinal) ? $"{Red}{name}{None}{line[name.Length..]}"
        : line);

    [GeneratedRegex(@"^\s+\^+$")]
    private static partial Regex Carets();

    [GeneratedRegex(@"^\S+: error \w+: ")]
    private static partial Regex Compiler();

    [GeneratedRegex(@"^\s+hint: ")]
    private static partial Regex Hint();

    /// <summary>A place in a cell, or the arrow and the line that stands there.</summary>
    [GeneratedRegex(@"^(\s+)(--->.*|at \S+:line \d+)(.*)$")]
    private static partial Regex Frame();
}
