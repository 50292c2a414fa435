using NotebookKit.Data;

namespace NotebookKit.Tests.Data;

/// <summary>The steps of an augmentation on one picture at a time, pixel by pixel, as their definitions say.</summary>
internal sealed class NaiveAugmentation(float[][,,] pictures, AugmentationKey key)
{
    private readonly SeededRandom random = key.Random;

    /// <summary>[C, H, W] each.</summary>
    public float[][,,] Pictures { get; private set; } = pictures;

    public NaiveAugmentation Flip(double probability = 0.5) => Each(picture =>
    {
        var mirrored = random.Uniform() < probability;
        var width = picture.GetLength(2);
        return Map(picture, (c, y, x) => picture[c, y, mirrored ? width - 1 - x : x]);
    });

    public NaiveAugmentation Crop(int padding, CropBorder border = CropBorder.Zero) => Each(picture =>
    {
        var (height, width) = (picture.GetLength(1), picture.GetLength(2));
        var padded = new float[picture.GetLength(0), height + (2 * padding), width + (2 * padding)];
        padded = Map(padded, (c, y, x) => At(picture, c, y - padding, x - padding, border));
        var top = random.Below((2 * padding) + 1);
        var left = random.Below((2 * padding) + 1);
        return Map(picture, (c, y, x) => padded[c, y + top, x + left]);
    });

    public NaiveAugmentation Cutout(int side) => Each(picture =>
    {
        var top = random.Below(picture.GetLength(1)) - (side / 2);
        var left = random.Below(picture.GetLength(2)) - (side / 2);
        return Map(picture, (c, y, x) =>
            y >= top && y < top + side && x >= left && x < left + side ? 0 : picture[c, y, x]);
    });

    public NaiveAugmentation Colour(double brightness, double contrast, double saturation) =>
        Factor(brightness, (_, _, _, _) => 0)
            .Factor(contrast, (picture, _, _, _) =>
                (from y in Enumerable.Range(0, picture.GetLength(1))
                 from x in Enumerable.Range(0, picture.GetLength(2))
                 select Grey(picture, y, x)).Average())
            .Factor(saturation, (picture, _, y, x) => Grey(picture, y, x));

    private NaiveAugmentation Factor(double strength, Func<float[,,], int, int, int, float> other) =>
        strength == 0 ? this : Each(picture =>
        {
            var factor = (float)random.Uniform(1 - strength, 1 + strength);
            return Map(picture, (c, y, x) =>
            {
                var to = other(picture, c, y, x);
                return Math.Clamp(to + (factor * (picture[c, y, x] - to)), 0, 1);
            });
        });

    private NaiveAugmentation Each(Func<float[,,], float[,,]> change)
    {
        Pictures = [.. Pictures.Select(change)];
        return this;
    }

    private static float At(float[,,] picture, int channel, int y, int x, CropBorder border)
    {
        var (height, width) = (picture.GetLength(1), picture.GetLength(2));
        if (border == CropBorder.Reflect)
        {
            (y, x) = (Mirror(y, height), Mirror(x, width));
        }

        return y < 0 || y >= height || x < 0 || x >= width ? 0 : picture[channel, y, x];

        static int Mirror(int place, int size) => place < 0 ? -place : place >= size ? (2 * size) - 2 - place : place;
    }

    private static float Grey(float[,,] picture, int y, int x) => picture.GetLength(0) == 1
        ? picture[0, y, x]
        : (0.299f * picture[0, y, x]) + (0.587f * picture[1, y, x]) + (0.114f * picture[2, y, x]);

    private static float[,,] Map(float[,,] form, Func<int, int, int, float> value)
    {
        var result = new float[form.GetLength(0), form.GetLength(1), form.GetLength(2)];
        for (var c = 0; c < form.GetLength(0); c++)
        {
            for (var y = 0; y < form.GetLength(1); y++)
            {
                for (var x = 0; x < form.GetLength(2); x++)
                {
                    result[c, y, x] = value(c, y, x);
                }
            }
        }

        return result;
    }
}
