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
    /// <param name="dtype">Of the result; the code itself is computed in float64.</param>
    /// <returns>[1, 1 + grid x grid, D].</returns>
    public static Tensor Sine2d(long width, long grid, ScalarType dtype = ScalarType.Float32)
    {
        var quarter = (int)(width / 4);
        var code = new double[(1 + (grid * grid)) * width];
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

        return tensor(code, [1, 1 + (grid * grid), width], dtype);

        static (double Sine, double Cosine) Pair(double angle) => (Math.Sin(angle), Math.Cos(angle));
    }
}
