using NotebookKit.Data;

namespace NotebookKit.Show;

/// <summary>One picture as an output; a small one is enlarged with hard pixels.</summary>
internal static class ImageView
{
    private const int Side = 256;

    public static Figure Draw(RgbImage image)
    {
        var factor = Math.Max(1, Side / Math.Max(image.Width, image.Height));
        var note = factor > 1 ? $", shown {factor} times as large" : "";
        var text = Brief(image) + note;
        return new Figure(Brief(image), text, text, png: Png.Encode(image.Enlarge(factor))) { ShowsText = true };
    }

    public static string Brief(RgbImage image) => $"Picture of {image.Width} x {image.Height}";

    /// <summary>A decoded picture of one or three channels, interleaved.</summary>
    public static RgbImage Of(Picture picture) => RgbImage.From(picture.Width, picture.Height, (x, y) =>
    {
        var at = picture.Channels * ((y * picture.Width) + x);
        var blue = picture.Channels >= 3 ? 2 : 0;
        return new(picture.Samples[at], picture.Samples[at + (blue / 2)], picture.Samples[at + blue]);
    });
}
