namespace NotebookKit.Show;

/// <summary>A picture as the figures draw it.</summary>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Rgb">Row-major, three bytes (red, green, blue) per pixel.</param>
public sealed partial record RgbImage(int Width, int Height, byte[] Rgb)
{
    /// <summary>Row-major, three bytes (red, green, blue) per pixel.</summary>
    public byte[] Rgb { get; } = Width > 0 && Height > 0 && Rgb.Length == 3 * Width * Height
        ? Rgb
        : throw new ArgumentException(
            $"A picture of {Width} x {Height} needs {3L * Width * Height} bytes of RGB, but {Rgb.Length} came.");

    /// <summary>Makes a picture pixel by pixel.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="colour">Colour at (x, y), x to the right, y downwards.</param>
    /// <returns>The picture.</returns>
    public static RgbImage From(int width, int height, Func<int, int, Rgb> colour)
    {
        var bytes = new byte[3 * width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = 3 * ((y * width) + x);
                (bytes[at], bytes[at + 1], bytes[at + 2]) = colour(x, y);
            }
        }

        return new(width, height, bytes);
    }

    /// <summary>The colour of a pixel.</summary>
    /// <param name="x">Column from the left, from 0.</param>
    /// <param name="y">Row from the top, from 0.</param>
    /// <returns>The colour.</returns>
    public Rgb At(int x, int y)
    {
        var at = 3 * ((y * Width) + x);
        return new(Rgb[at], Rgb[at + 1], Rgb[at + 2]);
    }

    /// <summary>Each pixel becomes a square of equal pixels; no colour is invented.</summary>
    /// <param name="factor">Side of the square, at least 1.</param>
    /// <returns>A picture of factor times the size.</returns>
    public RgbImage Enlarge(int factor) => factor < 1
        ? throw new ArgumentException($"A picture is enlarged by a factor of 1 or more, but it is {factor}.")
        : factor == 1 ? this : From(Width * factor, Height * factor, (x, y) => At(x / factor, y / factor));

    /// <summary>Writes another picture into this one.</summary>
    internal void Paste(RgbImage picture, int left, int top)
    {
        for (var y = 0; y < picture.Height; y++)
        {
            Array.Copy(picture.Rgb, 3 * y * picture.Width, Rgb, 3 * (((top + y) * Width) + left), 3 * picture.Width);
        }
    }
}
