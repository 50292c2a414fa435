namespace NotebookKit.Kernel;

/// <summary>Finds what a user may have meant by a name that does not exist.</summary>
public static class NearestNames
{
    /// <summary>The known names closest to a wrong one, best first; empty when none is close.</summary>
    /// <param name="wrong">The name as written.</param>
    /// <param name="known">Names that exist.</param>
    /// <param name="count">At most so many.</param>
    /// <remarks>Close means: at most a third of the letters differ (edits and swaps of neighbours, case counts
    /// nothing), or one name contains the other and three letters or more agree.</remarks>
    public static IReadOnlyList<string> Of(string wrong, IEnumerable<string> known, int count = 3) =>
    [
        .. known.Distinct(StringComparer.Ordinal)
            .Select(name => (name, distance: Distance(wrong.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(x => x.distance <= Math.Max(1, wrong.Length / 3) || Contains(wrong, x.name))
            .OrderBy(x => x.distance).ThenBy(x => x.name, StringComparer.Ordinal)
            .Take(count).Select(x => x.name),
    ];

    /// <summary>"Did you mean 'a' or 'b'? " for a message, or nothing.</summary>
    /// <param name="wrong">The name as written.</param>
    /// <param name="known">Names that exist.</param>
    public static string Question(string wrong, IEnumerable<string> known)
    {
        var names = Of(wrong, known);
        return names.Count == 0 ? "" : $"Did you mean {string.Join(" or ", names.Select(n => $"'{n}'"))}? ";
    }

    private static bool Contains(string wrong, string name) =>
        Math.Min(wrong.Length, name.Length) >= 3
        && (name.Contains(wrong, StringComparison.OrdinalIgnoreCase)
            || wrong.Contains(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Edit distance with swaps of neighbours (Damerau 1964, the restricted form).</summary>
    private static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(
                        Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1,
                        cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }
}
