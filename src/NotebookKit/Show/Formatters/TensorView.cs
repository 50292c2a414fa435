using static TorchSharp.torch;

namespace NotebookKit.Show;

/// <summary>
/// A tensor at a glance: shape, type, device, statistics; small ones with their values, matrices as a heat map,
/// pictures as pictures, all others as a histogram. Of a huge tensor only evenly spaced values are read.
/// </summary>
public static class TensorView
{
    private const int MostRows = 10;            // with their numbers
    private const int MostColumns = 12;
    private const int PictureSide = 256;        // pixels on the page
    private const int Bins = 40;

    /// <summary>Draws a tensor.</summary>
    /// <param name="tensor">Any shape and type, on any device.</param>
    /// <param name="caption">What the reader is to see; null says shape, type and device.</param>
    /// <returns>The figure.</returns>
    public static Figure Draw(Tensor tensor, string? caption = null)
    {
        using var scope = NewDisposeScope();
        caption ??= Brief(tensor);
        if (tensor.IsInvalid)
        {
            return Figure.Message(caption, "This tensor was disposed; nothing is left to show.");
        }

        if (tensor.numel() == 0 || tensor.is_sparse)
        {
            return Figure.Message(caption, tensor.is_sparse ? "A sparse tensor." : "It holds no value.");
        }

        var sample = TensorSample.Of(tensor);
        var figure = tensor.dim() == 0 ? OfNumber(sample, caption)
            : TensorPicture.Of(tensor, sample) is { } picture ? OfPicture(picture, sample, caption)
            : tensor.dim() <= 2 && tensor.shape[^1] <= MostColumns && tensor.numel() / tensor.shape[^1] <= MostRows
                ? OfValues(tensor, sample, caption)
            : tensor.dim() == 2 ? OfMatrix(tensor, sample, caption)
            : OfHistogram(sample, caption);
        return Facts(tensor) is { Length: > 0 } facts ? figure.WithNote(facts) : figure;
    }

    /// <summary>Shape, type and device in one line.</summary>
    /// <param name="tensor">Any tensor.</param>
    public static string Brief(Tensor tensor) => tensor.IsInvalid
        ? $"{tensor.GetType().Name} (disposed)"
        : $"{tensor.GetType().Name} [{string.Join(", ", tensor.shape)}] {tensor.dtype} on {tensor.device}";

    private static string Facts(Tensor tensor)
    {
        var bytes = tensor.numel() * tensor.ElementSize;
        string[] facts =
        [
            bytes < 1 << 10 ? "" : bytes < 1 << 20 ? $"{bytes / 1024.0:0.0} KiB" : $"{bytes / 1048576.0:N1} MiB",
            tensor.requires_grad ? "takes part in gradients" : "",
            tensor.is_contiguous() ? "" : $"a view with strides [{string.Join(", ", tensor.stride())}]",
        ];
        var said = string.Join("; ", facts.Where(fact => fact.Length > 0));
        return said.Length == 0 ? "" : $"{said}.";
    }

    private static Figure OfNumber(TensorSample sample, string caption)
    {
        var value = Numbers.Exact(sample.Values[0]);
        var html = new Markup("div").Set("style", "font-size:20px").Text(value);
        return new Figure(caption, $"The number {value}.", value, html: html.ToString()) { ShowsText = true };
    }

    private static Figure OfPicture((RgbImage Image, string Scale) picture, TensorSample sample, string caption)
    {
        var alt = $"{caption}, drawn as a picture; {sample.Statistics}.";
        var text = $"Drawn as a picture of {picture.Image.Width} x {picture.Image.Height} pixels.";
        return new Figure(caption, alt, text, png: Png.Encode(picture.Image)) { ShowsText = true }
            .WithNote(picture.Scale.Length > 0 ? $"{sample.Statistics}. {picture.Scale}" : $"{sample.Statistics}.");
    }

    private static Figure OfValues(Tensor tensor, TensorSample sample, string caption)
    {
        var columns = (int)tensor.shape[^1];
        var rows = sample.Values.Length / columns;
        var values = new double[rows, columns];
        Buffer.BlockCopy(sample.Values, 0, values, 0, sample.Values.Length * sizeof(double));
        static string[] Labels(int count) => [.. Enumerable.Range(0, count).Select(i => $"{i}")];
        var signed = sample.Min < 0 && sample.Max > 0;
        return HeatMap.Draw(
            values, tensor.dim() == 1 ? [""] : Labels(rows), Labels(columns), caption, "G4", signed: signed)
            .WithNote($"{sample.Statistics}.");
    }

    private static Figure OfMatrix(Tensor matrix, TensorSample sample, string caption)
    {
        var thin = TensorSample.Of(matrix, PictureSide, out var shape);
        var signed = sample.Min < 0 && sample.Max > 0;
        var far = Math.Max(Math.Abs(sample.Min), Math.Abs(sample.Max));
        Rgb Colour(double value) => !double.IsFinite(value) ? new(128, 128, 128)
            : signed ? Palette.Diverging(Math.Clamp(value / far, -1, 1))
            : Palette.Cividis(sample.Max > sample.Min
                ? Math.Clamp((value - sample.Min) / (sample.Max - sample.Min), 0, 1) : 0.5);
        var image = RgbImage.From(shape.Columns, shape.Rows, (x, y) => Colour(thin.Values[(y * shape.Columns) + x]))
            .Enlarge(Math.Max(1, PictureSide / Math.Max(shape.Rows, shape.Columns)));
        var scale = signed
            ? $"Blue is {Numbers.Short(-far)}, orange {Numbers.Short(far)}."
            : $"Dark is {Numbers.Short(sample.Min)}, bright {Numbers.Short(sample.Max)}.";
        var some = thin.Values.Length < thin.Count ? $" {shape.Rows} x {shape.Columns} of the places are drawn." : "";
        return OfPicture((image, scale + some), sample, caption);
    }

    private static Figure OfHistogram(TensorSample sample, string caption)
    {
        if (sample.Finite.Count == 0 || sample.Min == sample.Max)
        {
            return Figure.Message(caption, $"Nothing to draw: {sample.Statistics}.");
        }

        var width = (sample.Max - sample.Min) / Bins;
        var counts = new int[Bins];
        foreach (var value in sample.Finite)
        {
            counts[Math.Clamp((int)((value - sample.Min) / width), 0, Bins - 1)]++;
        }

        var (step, height, most) = (10.0, 110.0, counts.Max());
        var alt = $"Histogram of the values; {sample.Statistics}.";
        var svg = Svg.Root((Bins * step) + 20, height + 32, alt);
        for (var bin = 0; bin < Bins; bin++)
        {
            var bar = height * counts[bin] / most;
            svg.Add(Svg.SeriesBox(10 + (bin * step), 6 + height - bar, step - 1, bar, 0));
        }

        svg.Add(Svg.Rule(10, 6 + height, 10 + (Bins * step), 6 + height));
        svg.Add(Svg.Label(10, height + 24, Numbers.Short(sample.Min), Anchor.Start, dim: true));
        svg.Add(Svg.Label(10 + (Bins * step), height + 24, Numbers.Short(sample.Max), Anchor.End, dim: true));
        var text = Numbers.Tsv(
        [
            ["from", "values"],
            .. counts.Select((n, bin) => (string[])[Numbers.Short(sample.Min + (bin * width)), Numbers.Count(n)]),
        ]);
        return new Figure(caption, alt, text, svg.ToString()).WithNote($"{sample.Statistics}.");
    }
}
