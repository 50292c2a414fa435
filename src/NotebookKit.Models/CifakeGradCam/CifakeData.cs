using NotebookKit.Data;
using NotebookKit.Data.Procedural;
using NotebookKit.Explain.Faithfulness;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Models.CifakeGradCam;

/// <summary>The three parts of the data, never mixed: training, validation (chooses epoch, topology), test.</summary>
/// <param name="Train">Pictures to learn from.</param>
/// <param name="Validation">Pictures that choose the best epoch and the winner of the search.</param>
/// <param name="Test">Pictures that are only measured on.</param>
public sealed record CifakeData(ImageSet Train, ImageSet Validation, ImageSet Test) : IDisposable
{
    /// <summary>What the figures and claims on this data say about it.</summary>
    public DataUse Source => Test.Source;

    /// <summary>Loads or generates the data of one seed.</summary>
    /// <param name="recipe">Where the data comes from and how much of it.</param>
    /// <param name="seed">Seed of the generator and of the validation split.</param>
    /// <exception cref="DataException">The folder of CIFAKE is missing or damaged.</exception>
    public static CifakeData Load(CifakeRecipe recipe, long seed)
    {
        if (recipe.Data != "procedural")
        {
            return Split(Cifake.Load(recipe.Data, "train"), Cifake.Load(recipe.Data, "test"), recipe, seed);
        }

        var options = new PhotographOptions { Amplitude = recipe.Residue, FixedPhase = recipe.FixedPhase };
        return Split(
            ProceduralPhotographs.Generate(recipe.TrainCount, 2 * seed, options),        // even streams train,
            ProceduralPhotographs.Generate(recipe.TestCount, (2 * seed) + 1, options),   // odd ones test
            recipe,
            seed);
    }

    /// <summary>Real and fake pictures side by side, ten of each.</summary>
    public Figure Samples()
    {
        var rows = new[] { RealOrFake.Real, RealOrFake.Fake }.Select(label => Pictures(Train, label, 10)).ToArray();
        return ImageGrid.Draw(
            rows, ["REAL", "FAKE"],
            $"Ten pictures of each class. {Train.Count:N0} to learn from, {Validation.Count:N0} for validation, "
            + $"{Test.Count:N0} for the test.",
            alt: "Two rows of ten 32 x 32 pictures: photographs above, fakes below; at a glance they look alike.")
            .On(Train.Source);
    }

    /// <summary>Mean log amplitude by spatial frequency: of real pictures, of fakes, and their difference.</summary>
    public Figure SpectrumProfile()
    {
        var (real, fake) = Spectra();
        var excess = fake.Profile.Zip(real.Profile, (f, r) => f - r).ToArray();
        return LineChart.Draw(
            [
                new("REAL", real.Radius, real.Profile), new("FAKE", fake.Radius, fake.Profile),
                new("FAKE - REAL", real.Radius, excess),
            ],
            "spatial frequency, cycles per picture", "mean log amplitude",
            "Radial profile of the spectrum: where fakes differ from photographs.")
            .WithNote(Note());
    }

    /// <summary>Difference of the two mean spectra over both axes.</summary>
    public Figure SpectrumMap()
    {
        var (real, fake) = Spectra();
        var difference = fake.Minus(real);
        var side = difference.GetLength(0);
        var largest = difference.Cast<double>().Max(Math.Abs);
        var picture = RgbImage.From(
            side, side, (x, y) => Palette.Diverging(largest > 0 ? difference[y, x] / largest : 0));
        return ImageGrid.Draw(
            [[picture]], ["FAKE - REAL"],
            "Difference of the mean log spectra, zero frequency in the middle: orange where fakes have more.", scale: 8,
            alt: $"Map of 32 x 32 frequencies. The largest difference is {largest:0.00} in natural logarithms.")
            .WithNote(Note());
    }

    /// <summary>
    /// The regions that an explanation is scored against: where the flaw is and where the object is; without masks the
    /// outer ring and the centre square, which are only a proxy.
    /// </summary>
    /// <param name="set">Pictures, with or without masks.</param>
    /// <returns>Two [N, H, W] bool tensors and what to call them; the caller owns the tensors.</returns>
    public static CifakeRegions Regions(ImageSet set)
    {
        if (set.Masks.Count > 0)
        {
            return new(set.Masks["residue"].alias(), set.Masks["object"].alias(), "flaw", "object");
        }

        var centre = RegionScore.CentreSquare(set.Count, set.Images.shape[2], set.Images.shape[3], 16);
        return new(centre.logical_not(), centre, "outer ring (proxy)", "centre square (proxy)");
    }

    /// <summary>Pictures of one class, as figures draw them.</summary>
    /// <param name="set">Pictures.</param>
    /// <param name="label">0 or 1.</param>
    /// <param name="count">At most so many, the first of the set.</param>
    public static IReadOnlyList<RgbImage> Pictures(ImageSet set, long label, int count)
    {
        var labels = set.Labels.data<long>().ToArray();
        return
        [
            .. Enumerable.Range(0, labels.Length).Where(i => labels[i] == label).Take(count).Select(i => Picture(set, i)),
        ];
    }

    /// <summary>One picture, as figures draw it.</summary>
    /// <param name="set">Pictures.</param>
    /// <param name="index">0 to count - 1.</param>
    public static RgbImage Picture(ImageSet set, long index)
    {
        using var scope = NewDisposeScope();
        return RgbImage.FromTensor(set.Images[index]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Train.Dispose();
        Validation.Dispose();
        Test.Dispose();
    }

    private static CifakeData Split(ImageSet train, ImageSet test, CifakeRecipe recipe, long seed)
    {
        var (rest, held) = train.Split(recipe.ValidationShare, seed);
        train.Dispose();
        return new(rest, held, test);
    }

    private (CifakeSpectrum Real, CifakeSpectrum Fake) Spectra()
    {
        using var scope = NewDisposeScope();
        return (OfLabel(RealOrFake.Real), OfLabel(RealOrFake.Fake));

        CifakeSpectrum OfLabel(long label) => CifakeSpectrum.Of(Train.Images[Train.Labels.eq(label)]);
    }

    private string Note() => $"Measured on {Train.Count:N0} training pictures of {Source.Id}.";
}

/// <summary>Regions to score explanations against.</summary>
/// <param name="Flaw">[N, H, W], bool: where the flaw is, or would be in a real picture.</param>
/// <param name="Object">[N, H, W], bool: the depicted object.</param>
/// <param name="FlawName">What to call the first.</param>
/// <param name="ObjectName">What to call the second.</param>
public sealed record CifakeRegions(Tensor Flaw, Tensor Object, string FlawName, string ObjectName);
