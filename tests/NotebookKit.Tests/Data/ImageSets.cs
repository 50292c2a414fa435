using NotebookKit.Data;

namespace NotebookKit.Tests.Data;

/// <summary>Small sets with pixels that say where they came from.</summary>
internal static class ImageSets
{
    public static DataUse Source => new("test", new string('0', 64), "hand-made", StandIn: true);

    /// <summary>Picture i has the value i in every pixel of 1x2x2, label i modulo 3, a mask where i is even, subject i
    /// modulo 10.</summary>
    public static ImageSet Numbered(int count) => ImageSet.FromPlanes(
        [.. Enumerable.Range(0, count * 4).Select(i => (byte)(i / 4))], 1, 2, 2,
        [.. Enumerable.Range(0, count).Select(i => i % 3L)],
        ["a", "b", "c"], Source,
        new Dictionary<string, bool[]> { ["even"] = [.. Enumerable.Range(0, count * 4).Select(i => i / 4 % 2 == 0)] },
        [.. Enumerable.Range(0, count).Select(i => i % 10L)]);
}
