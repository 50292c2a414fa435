namespace NotebookKit.Data;

/// <summary>Pictures after one more JPEG compression: what a detector meets when a picture is passed on.</summary>
public static class JpegRecompression
{
    /// <summary>Encodes and decodes every picture.</summary>
    /// <param name="set">[N, 3, H, W].</param>
    /// <param name="quality">1 (smallest) to 100 (best).</param>
    /// <returns>The same set with other pixels; its source names the quality.</returns>
    /// <exception cref="ArgumentException">The pictures are not RGB or the quality is outside 1..100.</exception>
    public static ImageSet Of(ImageSet set, int quality)
    {
        int channels = (int)set.Images.shape[1], height = (int)set.Images.shape[2], width = (int)set.Images.shape[3];
        var planes = set.ToPlanes();
        var size = channels * height * width;
        Parallel.For(0, planes.Length / size, index =>
        {
            var pixels = planes.AsSpan(index * size, size);
            var file = Jpeg.Encode(Picture.FromPlanes(pixels, width, height, channels), quality);
            Jpeg.Decode(file, $"picture {index}").CopyPlanes(pixels);
        });
        return set.WithPixels(planes, $"compressed as JPEG of quality {quality}");
    }
}
