using static TorchSharp.torch;

namespace NotebookKit.Models.Backbones;

/// <summary>Fixed two-dimensional sine and cosine code of where a patch is (the published MAE; Vaswani et al. 2017,
/// section 3.5, for each axis).</summary>
public static class PositionCode
{
    /// <summary>The code of a square grid, with a row of zeros for the class token in front.</summary>
    /// <param name="width">D, a multiple of 4: the first half of the channels codes the column, the second the row,
    /// each with D/4 sines and then D/4 cosines of position x 10000^(-k / (D/4)).</param>
    /// <param name="grid">Patches in a row of the picture.</param>
    /// <returns>[1, 1 + grid x grid, D], float32.</returns>
    public static Tensor Sine2d(long width, long grid)
    {
        var quarter = (int)(width / 4);
        var code = new float[(1 + (grid * grid)) * width];
        for (var row = 0; row < grid; row++)
        {
            for (var column = 0; column < grid; column++)
            {
                var token = code.AsSpan((int)((1 + (row * grid) + column) * width), (int)width);
                for (var k = 0; k < quarter; k++)
                {
                    var frequency = Math.Pow(10_000, -(double)k / quarter);
                    (token[k], token[quarter + k]) = Pair(column * frequency);
                    (token[(2 * quarter) + k], token[(3 * quarter) + k]) = Pair(row * frequency);
                }
            }
        }

        return tensor(code, [1, 1 + (grid * grid), width]);

        static (float Sine, float Cosine) Pair(double angle) => ((float)Math.Sin(angle), (float)Math.Cos(angle));
    }
}
