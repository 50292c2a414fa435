using static TorchSharp.torch;

namespace NotebookKit.Show;

/// <summary>Tensors that look like pictures: [3 or 1, H, W], a batch of such, or bytes of [H, W, 3].</summary>
internal static class TensorPicture
{
    private const int Smallest = 8;         // pixels; a smaller side is a kernel, not a picture
    private const int Most = 32;            // pictures of a batch
    private const int Columns = 8;
    private const int Side = 256;

    /// <summary>Draws the picture or pictures.</summary>
    /// <param name="tensor">Any tensor.</param>
    /// <param name="sample">Its values.</param>
    /// <returns>The picture and how values became colours; null when it does not look like one.</returns>
    public static (RgbImage Image, string Scale)? Of(Tensor tensor, TensorSample sample)
    {
        if (sample.Finite.Count < sample.Values.Length || TensorSample.IsComplex(tensor)
            || tensor.dtype == ScalarType.Bool)
        {
            return null;
        }

        if (tensor.shape is [>= Smallest, >= Smallest, 3] && tensor.dtype == ScalarType.Byte)
        {
            tensor = tensor.permute(2, 0, 1);
        }

        var batch = tensor.shape switch
        {
            [1 or 3, >= Smallest, >= Smallest] => tensor.unsqueeze(0),
            [_, 1 or 3, >= Smallest, >= Smallest] => tensor,
            _ => null,
        };
        if (batch is null)
        {
            return null;
        }

        var (shown, count) = (Math.Min(Most, batch.shape[0]), batch.shape[0]);
        var side = shown == 1 ? Side : Side / 4;
        var pictures = TensorSample.Shorten(TensorSample.Shorten(batch.slice(0, 0, shown, 1), 2, side), 3, side);
        var (low, high, scale) = Range(tensor, sample);
        var unit = ((pictures.detach().to(ScalarType.Float32) - low) / (high - low)).cpu();       // [n, C, h, w]
        var images = Enumerable.Range(0, (int)shown).Select(i => RgbImage.FromTensor(Finite(unit[i]))).ToArray();
        var factor = Math.Max(1, side / Math.Max(images[0].Width, images[0].Height));
        var rows = images.Select(image => image.Enlarge(factor)).Chunk(Columns).ToArray();
        var image = ImageGrid.Sheet(rows, rows[0].Length, rows[0][0].Width, rows[0][0].Height);
        return (image, count > shown ? $"{scale} The first {shown} of {Numbers.Count(count)} pictures.".Trim() : scale);
    }

    private static Tensor Finite(Tensor image) => image.nan_to_num();     // a value that the sample has missed

    private static (double Low, double High, string Scale) Range(Tensor tensor, TensorSample sample)
    {
        const double Slack = 1e-3;
        var (low, high) = (sample.Min, sample.Max);
        if (tensor.dtype == ScalarType.Byte)
        {
            return (0, 255, "");
        }

        if (tensor.is_floating_point() && low >= -Slack && high <= 1 + Slack)
        {
            return (0, 1, "");
        }

        return tensor.is_floating_point() && low >= -1 - Slack && high <= 1 + Slack
            ? (-1, 1, "Black is -1, white 1.")
            : (low, high > low ? high : low + 1,
                $"Black is {Numbers.Short(low)}, white {Numbers.Short(high)}.");
    }
}
