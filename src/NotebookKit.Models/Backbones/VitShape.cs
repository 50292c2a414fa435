namespace NotebookKit.Models.Backbones;

/// <summary>Shape of a vision transformer (Dosovitskiy et al. 2021, table 1).</summary>
/// <param name="Width">D, a multiple of <paramref name="Heads"/> and of 4.</param>
/// <param name="Depth">Number of blocks.</param>
/// <param name="Heads">Attention heads of each block.</param>
public sealed record VitShape(long Width, int Depth, long Heads)
{
    /// <summary>ViT-Tiny: 192 wide, 12 blocks, 3 heads (Touvron et al. 2021).</summary>
    public static VitShape Tiny { get; } = new(192, 12, 3);

    /// <summary>ViT-Base: 768 wide, 12 blocks, 12 heads.</summary>
    public static VitShape Base { get; } = new(768, 12, 12);

    /// <summary>ViT-Large: 1024 wide, 24 blocks, 16 heads.</summary>
    public static VitShape Large { get; } = new(1024, 24, 16);

    /// <summary>Side of the square pictures in pixels, a multiple of <see cref="Patch"/>.</summary>
    public long Side { get; init; } = 224;

    /// <summary>Side of a patch in pixels.</summary>
    public long Patch { get; init; } = 16;

    /// <summary>Channels of the pictures: 1 for grey, 3 for colour.</summary>
    public long Channels { get; init; } = 3;

    /// <summary>Patches in a row of the picture.</summary>
    public long Grid => Side / Patch;

    /// <summary>L, the number of patches.</summary>
    public long Patches => Grid * Grid;

    /// <summary>Checks the shape.</summary>
    /// <exception cref="ArgumentException">A size is not positive, or one does not divide another.</exception>
    internal void Check()
    {
        if (Width < 4 || Depth < 1 || Heads < 1 || Patch < 1 || Channels < 1 || Side < Patch || Side % Patch != 0
            || Width % Heads != 0 || Width % 4 != 0)
        {
            throw new ArgumentException(
                "A vision transformer needs positive sizes, Side a multiple of Patch, Width a multiple of Heads and " +
                $"of 4, but it is {this}.");
        }
    }
}
