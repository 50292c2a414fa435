using static TorchSharp.torch;

namespace NotebookKit.Data;

/// <summary>One step of an <see cref="Augmentation"/>.</summary>
internal abstract record AugmentationStep
{
    /// <summary>Draws for each picture in its order, then changes all at once.</summary>
    public abstract void Do(AugmentationWork work, SeededRandom random);

    /// <summary>One number for each picture.</summary>
    protected static float[] Draw(int count, SeededRandom random, double low, double high)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)random.Uniform(low, high);
        }

        return values;
    }
}

/// <summary>Mirrors left and right.</summary>
internal sealed record FlipStep(double Probability) : AugmentationStep
{
    public override void Do(AugmentationWork work, SeededRandom random)
    {
        var columns = work.Moves.Columns;
        for (var i = 0; i < work.Count; i++)
        {
            if (random.Uniform() < Probability)
            {
                Array.Reverse(columns, i * work.Width, work.Width);
            }
        }
    }
}

/// <summary>Shifts, as a crop of the padded picture does.</summary>
internal sealed record CropStep(int Padding, CropBorder Border) : AugmentationStep
{
    public override void Do(AugmentationWork work, SeededRandom random)
    {
        if (Border == CropBorder.Reflect && Padding >= Math.Min(work.Height, work.Width))
        {
            throw new ShapeException(
                "A mirrored border must be smaller than the pictures, but is " +
                $"{Padding} for {work.Height}x{work.Width}.");
        }

        var moves = work.Moves;
        for (var i = 0; i < work.Count; i++)
        {
            Shift(moves.Rows.AsSpan(i * work.Height, work.Height), random.Below((2 * Padding) + 1) - Padding);
            Shift(moves.Columns.AsSpan(i * work.Width, work.Width), random.Below((2 * Padding) + 1) - Padding);
        }
    }

    private void Shift(Span<int> places, int by)
    {
        Span<int> before = stackalloc int[places.Length <= 512 ? places.Length : 0];
        before = before.Length == places.Length ? before : new int[places.Length];
        places.CopyTo(before);
        for (var k = 0; k < places.Length; k++)
        {
            var from = k + by;
            if (Border == CropBorder.Reflect)
            {
                from = from < 0 ? -from : from >= places.Length ? (2 * (places.Length - 1)) - from : from;
            }

            places[k] = (uint)from < (uint)before.Length ? before[from] : PixelMoves.Outside;
        }
    }
}

/// <summary>Sets a square to zero.</summary>
internal sealed record CutoutStep(int Side) : AugmentationStep
{
    public override void Do(AugmentationWork work, SeededRandom random)
    {
        var rows = new bool[work.Count * work.Height];
        var columns = new bool[work.Count * work.Width];
        for (var i = 0; i < work.Count; i++)
        {
            Mark(rows.AsSpan(i * work.Height, work.Height), random.Below(work.Height));
            Mark(columns.AsSpan(i * work.Width, work.Width), random.Below(work.Width));
        }

        var images = work.Own();
        var hole = tensor(rows, [work.Count, 1, work.Height, 1]).to(images.device)
            .logical_and(tensor(columns, [work.Count, 1, 1, work.Width]).to(images.device));       // [B, 1, H, W]
        images.masked_fill_(hole, 0);
    }

    private void Mark(Span<bool> line, int centre)
    {
        var start = centre - (Side / 2);
        line[Math.Max(0, start)..Math.Min(line.Length, start + Side)].Fill(true);
    }
}

/// <summary>Changes brightness, contrast and saturation.</summary>
internal sealed record ColourStep(double Brightness, double Contrast, double Saturation) : AugmentationStep
{
    // ITU-R BT.601, as common image libraries turn colour into grey.
    private static readonly float[] GreyWeights = [0.299f, 0.587f, 0.114f];

    public override void Do(AugmentationWork work, SeededRandom random)
    {
        var images = work.Own();
        if (Saturation > 0)
        {
            images.Require("B 3 H W", "Saturation needs colour.");
        }

        if (Brightness > 0)
        {
            images.mul_(Factors(Brightness)).clamp_(0, 1);
        }

        if (Contrast > 0)
        {
            Blend(Grey(images).mean([1, 2, 3], keepdim: true), Factors(Contrast));      // [B, 1, 1, 1]
        }

        if (Saturation > 0)
        {
            Blend(Grey(images), Factors(Saturation));                     // [B, 1, H, W]
        }

        // other + factor (image - other)
        void Blend(Tensor other, Tensor factor) => images.sub_(other).mul_(factor).add_(other).clamp_(0, 1);

        Tensor Factors(double strength) =>
            tensor(Draw(work.Count, random, 1 - strength, 1 + strength), [work.Count, 1, 1, 1])
                .to(images.dtype, images.device);
    }

    private static Tensor Grey(Tensor images) => images.shape[1] == 3
        ? images.mul(tensor(GreyWeights, [1, 3, 1, 1]).to(images.dtype, images.device)).sum([1], keepdim: true)
        : images.mean([1], keepdim: true);
}
