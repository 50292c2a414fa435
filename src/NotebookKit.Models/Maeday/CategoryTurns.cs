namespace NotebookKit.Models.Maeday;

/// <summary>
/// Which categories of MVTec may be turned in the few-shot tuning: those whose own pictures lie at any angle, and
/// surfaces without a direction. A category that this table does not know is not turned: a turned picture of an object
/// that always lies the same way teaches what the test never shows.
/// </summary>
public static class CategoryTurns
{
    private static readonly Dictionary<string, (bool Turns, string Why)> Known = new(StringComparer.Ordinal)
    {
        ["carpet"] = (true, "a surface, woven alike along both threads"),
        ["leather"] = (true, "a surface without a direction"),
        ["tile"] = (true, "a surface without a direction"),
        ["hazelnut"] = (true, "lies at any angle"),
        ["metal_nut"] = (true, "lies at any angle; a mirrored nut is a defect, and turns do not mirror"),
        ["screw"] = (true, "lies at any angle"),
        ["bottle"] = (true, "round, seen from above"),
        ["grid"] = (false, "the mesh has two axes of different length: a quarter turn is another mesh"),
        ["wood"] = (false, "the grain has one direction"),
        ["cable"] = (false, "the wires have their places; exchanged ones are a defect"),
        ["capsule"] = (false, "always lies the same way, with its print"),
        ["pill"] = (false, "always lies the same way, with its print"),
        ["toothbrush"] = (false, "always stands upright"),
        ["transistor"] = (false, "a turned one is a defect"),
        ["zipper"] = (false, "always runs upright"),
    };

    /// <summary>Whether crops of a category may be turned.</summary>
    /// <param name="category">Name of its folder.</param>
    public static bool Allowed(string category) => Known.TryGetValue(category, out var known) && known.Turns;

    /// <summary>The table, with the reasons.</summary>
    public static IReadOnlyDictionary<string, (bool Turns, string Why)> Reasons => Known;
}
