namespace NotebookKit.Models.Bagan;

/// <summary>Sizes of the networks; the official ones or scaled ones.</summary>
/// <param name="Size">Width and height of a picture, pixels.</param>
/// <param name="Channels">1 grey, 3 colour.</param>
/// <param name="Latent">Length of a latent vector.</param>
/// <param name="Dense">Units of the generator's first dense layer.</param>
/// <param name="StartMaps">Maps of the generator's first grid.</param>
/// <param name="StartSize">Side of that grid, pixels; doubling it must lead to <paramref name="Size"/>.</param>
/// <param name="UpsampleMaps">Maps of the convolution after each doubling.</param>
/// <param name="LastKernel">Side of the generator's last kernel.</param>
/// <param name="Trunk">Convolutions of the encoder and the discriminator, 3x3: maps and stride.</param>
public sealed record BaganArchitecture(
    int Size, int Channels, int Latent, int Dense, int StartMaps, int StartSize, IReadOnlyList<int> UpsampleMaps,
    int LastKernel, IReadOnlyList<(int Maps, int Stride)> Trunk)
{
    /// <summary>The official program's networks for pictures of a size (specification, section 3).</summary>
    /// <param name="size">Side in pixels: 2, 4, 8 ... times a start of at most 8.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="divideMaps">Divides all convolution maps, to train on a CPU; 1 is the official size.</param>
    /// <exception cref="ArgumentException">The size cannot be halved down to 8 or less.</exception>
    public static BaganArchitecture Official(int size, int channels, int divideMaps = 1)
    {
        var start = size;
        while (start > 8)
        {
            start = start % 2 == 0
                ? start / 2
                : throw new ArgumentException(
                    $"size must halve to 8 pixels or less without a remainder, but {size} leads to {start}. "
                    + "Resize the pictures, for example to 28, 32 or 64 pixels.");
        }

        List<int> maps = [];
        List<(int, int)> trunk = [(32, 2), (64, 1), (128, 2), (256, 1)];
        for (var now = start; now < size; now *= 2)
        {
            maps.Add(now < size / 2 ? 256 : 128);
        }

        for (var now = size / 4; now > start; now /= 2)
        {
            trunk.AddRange([(256, 2), (256, 1)]);
        }

        return new(
            size, channels, Latent: 100, Dense: 1024, StartMaps: 128 / divideMaps, start,
            [.. maps.Select(m => m / divideMaps)], LastKernel: 2,
            [.. trunk.Select(t => (t.Item1 / divideMaps, t.Item2))]);
    }

    /// <summary>The small networks of 16x16 grey pictures (specification, section 5).</summary>
    public static BaganArchitecture Small { get; } = new(
        Size: 16, Channels: 1, Latent: 32, Dense: 256, StartMaps: 24, StartSize: 4, UpsampleMaps: [24, 16],
        LastKernel: 3, Trunk: [(16, 2), (24, 1), (32, 2), (32, 1)]);

    /// <summary>Values that the trunk hands to its head.</summary>
    public int Features
    {
        get
        {
            var side = Trunk.Aggregate(Size, (now, layer) => (now + layer.Stride - 1) / layer.Stride);
            return Trunk[^1].Maps * side * side;
        }
    }
}
