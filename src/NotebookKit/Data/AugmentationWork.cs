using static TorchSharp.torch;

namespace NotebookKit.Data;

/// <summary>Where the pixels of a batch come from: a source row for each row and a source column for each column of
/// each picture.</summary>
internal sealed class PixelMoves(int count, int height, int width)
{
    /// <summary>No source: the pixel is zero.</summary>
    public const int Outside = -1;

    /// <summary>[B * H].</summary>
    public int[] Rows { get; } = Lines(count, height);

    /// <summary>[B * W].</summary>
    public int[] Columns { get; } = Lines(count, width);

    private static int[] Lines(int count, int size)
    {
        var places = new int[count * size];
        for (var k = 0; k < places.Length; k++)
        {
            places[k] = k % size;
        }

        return places;
    }
}

/// <summary>A batch while an <see cref="Augmentation"/> changes it. Moves of pixels are collected and done by one
/// gather, when something else needs the pixels or at the end.</summary>
internal sealed class AugmentationWork(Tensor images, Tensor? masks)
{
    private readonly Tensor given = images;
    private PixelMoves? moves;

    public int Count { get; } = (int)images.shape[0];

    public int Height { get; } = (int)images.shape[2];

    public int Width { get; } = (int)images.shape[3];

    /// <summary>[B, C, H, W].</summary>
    public Tensor Images { get; private set; } = images;

    /// <summary>[B, 1, H, W] or null.</summary>
    public Tensor? Masks { get; private set; } = masks;

    /// <summary>Moves to add to.</summary>
    public PixelMoves Moves => moves ??= new(Count, Height, Width);

    /// <summary>The pictures with all moves done, to be changed in place.</summary>
    public Tensor Own()
    {
        Gather();
        return Images = ReferenceEquals(Images, given) ? Images.clone() : Images;
    }

    /// <summary>Does what is left; afterwards no tensor is the caller's.</summary>
    public void Finish()
    {
        Masks = moves is null ? Masks?.clone() : Masks;
        Own();
    }

    private void Gather()
    {
        if (moves is null)
        {
            return;
        }

        var rows = tensor(moves.Rows, [Count, Height, 1]).to(Images.device);
        var columns = tensor(moves.Columns, [Count, 1, Width]).to(Images.device);
        var from = rows.clamp(min: 0).to(ScalarType.Int64).mul_(Width) + columns.clamp(min: 0);    // [B, H, W]
        var zero = Array.Exists(moves.Rows, row => row < 0) || Array.Exists(moves.Columns, column => column < 0)
            ? (rows < 0).logical_or(columns < 0).unsqueeze(1)             // [B, 1, H, W]
            : null;
        Images = Moved(Images, from, zero);
        Masks = Masks is { } masks ? Moved(masks, from, zero) : null;
        moves = null;
    }

    private Tensor Moved(Tensor pixels, Tensor from, Tensor? zero)
    {
        var channels = pixels.shape[1];
        var moved = pixels.reshape(Count, channels, Height * Width)
            .gather(2, from.view(Count, 1, Height * Width).expand(-1, channels, -1))
            .view(Count, channels, Height, Width);
        return zero is null ? moved : moved.masked_fill_(zero, 0);
    }
}
