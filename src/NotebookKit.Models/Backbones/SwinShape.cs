namespace NotebookKit.Models.Backbones;

/// <summary>Shape of a Swin transformer (Liu et al. 2021, section 3.3).</summary>
/// <param name="Width">C, channels of the first stage, a multiple of its heads; each later stage has twice as
/// many.</param>
/// <param name="Depths">Blocks of each stage.</param>
/// <param name="Heads">Attention heads of each stage.</param>
public sealed record SwinShape(long Width, IReadOnlyList<int> Depths, IReadOnlyList<int> Heads)
{
    /// <summary>Swin-T: 96 channels; 2, 2, 6 and 2 blocks.</summary>
    public static SwinShape Tiny { get; } = new(96, [2, 2, 6, 2], [3, 6, 12, 24]);

    /// <summary>M, tokens on a side of a window.</summary>
    public int Window { get; init; } = 7;

    /// <summary>Side of a patch in pixels.</summary>
    public int Patch { get; init; } = 4;

    /// <summary>Channels of each stage.</summary>
    public IReadOnlyList<long> Widths => [.. Depths.Select((_, stage) => Width << stage)];

    /// <summary>Checks the shape.</summary>
    /// <exception cref="ArgumentException">A size is not positive, there are fewer than two stages, a stage lacks its
    /// heads, or its channels are no multiple of them.</exception>
    internal void Check()
    {
        var widths = Widths;
        if (Width < 1 || Window < 1 || Patch < 1 || Depths.Count < 2 || Depths.Count != Heads.Count
            || Depths.Any(depth => depth < 1) || Heads.Where((heads, s) => heads < 1 || widths[s] % heads != 0).Any())
        {
            throw new ArgumentException(
                "A Swin transformer needs positive sizes, two or more stages, and in each stage heads that divide its "
                + $"channels, but has channels [{string.Join(", ", widths)}], heads [{string.Join(", ", Heads)}], blocks "
                + $"[{string.Join(", ", Depths)}], windows of {Window} and patches of {Patch}.");
        }
    }
}
