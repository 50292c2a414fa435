namespace NotebookKit.Models.CifakeGradCam;

/// <summary>One point of the paper's topology search: how many filters, convolutions and dense layers.</summary>
/// <param name="Filters">Filters of every convolution.</param>
/// <param name="Convolutions">Convolution layers, each followed by ReLU and 2x2 max pooling.</param>
/// <param name="DenseWidth">Units of every hidden dense layer; ignored where there is none.</param>
/// <param name="DenseLayers">Hidden dense layers; 0 in stage A.</param>
public sealed record CifakeTopology(int Filters, int Convolutions, int DenseWidth = 0, int DenseLayers = 0)
{
    /// <summary>Side of the pictures in pixels.</summary>
    public const int Side = 32;

    /// <summary>Inputs of the first dense layer: filters times what pooling leaves of 32 x 32.</summary>
    public int FlatFeatures => Filters * (Side >> Convolutions) * (Side >> Convolutions);

    /// <summary>Number of weights and biases.</summary>
    public long Parameters
    {
        get
        {
            long total = 0;
            for (var layer = 0; layer < Convolutions; layer++)
            {
                total += ((layer == 0 ? 3L : Filters) * 9 * Filters) + Filters;
            }

            long width = FlatFeatures;
            for (var layer = 0; layer < DenseLayers; layer++)
            {
                total += (width * DenseWidth) + DenseWidth;
                width = DenseWidth;
            }

            return total + width + 1;
        }
    }

    /// <summary>Multiply-accumulates of one forward pass of one picture.</summary>
    public long Macs
    {
        get
        {
            long total = 0;
            for (var layer = 0; layer < Convolutions; layer++)
            {
                var side = (long)(Side >> layer);
                total += side * side * 9 * (layer == 0 ? 3 : Filters) * Filters;
            }

            long width = FlatFeatures;
            for (var layer = 0; layer < DenseLayers; layer++)
            {
                total += width * DenseWidth;
                width = DenseWidth;
            }

            return total + width;
        }
    }

    /// <summary>As the tables print it: "2 x 32 filters + 1 x 64 dense".</summary>
    public override string ToString() => DenseLayers == 0
        ? $"{Convolutions} x {Filters} filters"
        : $"{Convolutions} x {Filters} filters + {DenseLayers} x {DenseWidth} dense";

    /// <summary>Stage A of the search: filters x convolutions, no hidden dense layer (12 networks in the
    /// paper).</summary>
    public static IReadOnlyList<CifakeTopology> StageA(CifakeRecipe recipe) =>
        [.. from filters in recipe.Filters
            from convolutions in recipe.Convolutions
            select new CifakeTopology(filters, convolutions)];

    /// <summary>Stage B: dense layers on top of stage A's winner (24 networks in the paper).</summary>
    public static IReadOnlyList<CifakeTopology> StageB(CifakeRecipe recipe, CifakeTopology winner) =>
        [.. from width in recipe.DenseWidths
            from layers in recipe.DenseLayers
            select winner with { DenseWidth = width, DenseLayers = layers }];
}
