using System.Text;
using System.Text.RegularExpressions;
using TorchSharp;

namespace NotebookKit.Torch.Tests;

/// <summary>Compares the built assembly with the list of TorchSharp's signatures.</summary>
internal static class CompatReport
{
    /// <summary>The text of COMPAT.md: the notes, a table of counts, and each signature that is missing or
    /// different.</summary>
    public static string Write(string notes, IEnumerable<string> list)
    {
        var types = typeof(torch).Assembly.GetTypes().Where(t => t.IsVisible)
            .ToDictionary(t => t.FullName!.Replace("TorchSharp.", "", StringComparison.Ordinal).Replace('+', '.'));
        var table = new StringBuilder();
        var details = new StringBuilder();
        var (allHere, allDifferent, allMissing) = (0, 0, 0);
        foreach (var (owner, lines) in Groups(list))
        {
            var members = types.TryGetValue(Key(owner), out var type) ? Signature.Of(type).ToArray() : [];
            var (here, gaps) = (0, new List<string>());
            var missing = 0;
            foreach (var line in lines)
            {
                var wanted = Signature.Parse(line);
                var named = members.Where(m => m.Name == wanted.Name).ToArray();
                if (named.Any(wanted.Fits))
                {
                    here++;
                    continue;
                }
                if (named.Length == 0) missing++;
                var nearest = named.MaxBy(m => Nearness(m, wanted));
                gaps.Add(nearest is null ? $"- missing: `{line}`" : $"- different: `{line}`; here: `{nearest}`");
            }
            var different = lines.Count - here - missing;
            (allHere, allDifferent, allMissing) = (allHere + here, allDifferent + different, allMissing + missing);
            var remark = type is null ? " no such type |" : " |";
            table.Append($"| `{owner}` | {here} | {different} | {missing} |{remark}\n");
            if (gaps.Count > 0) details.Append($"\n### `{owner}`\n\n{string.Join('\n', gaps)}\n");
        }
        return $"""
            {notes.TrimEnd()}

            ## Compared with the list

            Compat/signatures-0.106.txt against the built assembly; made by the tests (Compat/CompatReport.cs), not by hand.
            Names, types, base types, parameter names, defaults, `params`, nullable value types and the numbers of enums must
            agree; nullable marks of classes are not compared. Together:
            {allHere} here, {allDifferent} different, {allMissing} missing.

            | type | here | different | missing | |
            | --- | ---: | ---: | ---: | --- |
            {table.ToString().TrimEnd()}

            ## Different and missing
            {details.ToString().TrimEnd()}

            """.ReplaceLineEndings("\n");
    }

    /// <summary>Signatures by type, in the order of the list.</summary>
    public static List<(string Owner, List<string> Lines)> Groups(IEnumerable<string> list)
    {
        var groups = new List<(string Owner, List<string> Lines)>();
        foreach (var line in list.Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (line[0] == '[') groups.Add((line[1..^1], []));
            else groups[^1].Lines.Add(line);
        }
        return groups;
    }

    // Parameters alike, less parameters too many or too few.
    private static int Nearness(Signature here, Signature wanted)
    {
        string[] a = here.Parameters ?? [];
        string[] b = wanted.Parameters ?? [];
        return 2 * a.Intersect(b).Count() - Math.Abs(a.Length - b.Length);
    }

    // "torch.nn.Module<T, TResult>" to reflection's "torch.nn.Module`2".
    private static string Key(string owner) =>
        Regex.Replace(owner, "<([^<>]*)>", m => "`" + m.Groups[1].Value.Split(',').Length);
}
