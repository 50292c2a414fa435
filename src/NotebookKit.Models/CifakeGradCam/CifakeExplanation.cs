using NotebookKit.Data;
using NotebookKit.Explain;
using NotebookKit.Explain.Faithfulness;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Models.CifakeGradCam;

/// <summary>Numbers of the explanation over correctly detected fakes.</summary>
/// <param name="GradCamFlaw">Grad-CAM's lift on the flaw.</param>
/// <param name="GradCamObject">Grad-CAM's lift on the object.</param>
/// <param name="HiResCamFlaw">HiResCAM's lift on the flaw.</param>
/// <param name="HiResCamObject">HiResCAM's lift on the object.</param>
/// <param name="Pointing">Pointing game of Grad-CAM on the flaw.</param>
/// <param name="EmptyMaps">All-zero Grad-CAM maps: legal, they count as misses of the pointing game.</param>
public sealed record CifakeLifts(
    RegionLift GradCamFlaw, RegionLift GradCamObject, RegionLift HiResCamFlaw, RegionLift HiResCamObject,
    Pointing Pointing, long EmptyMaps);

/// <summary>One ordering of pixels with its curve.</summary>
/// <param name="Name">As the legend shows it.</param>
/// <param name="Curve">P(verdict) against the share of pixels changed.</param>
public sealed record CifakeOrdering(string Name, FaithfulnessCurve Curve);

/// <summary>Explains a detector's verdicts on the test pictures and measures the explanation.</summary>
public sealed class CifakeExplanation : IDisposable
{
    private const int RandomOrders = 5;
    private readonly CifakeDetector _detector;
    private readonly CifakeRecipe _recipe;
    private readonly CifakeRegions _regions;
    private readonly ImageSet _test;
    private readonly ImageSet _caught;
    private readonly long _seed;
    private readonly Lazy<CifakeLifts> _lifts;
    private readonly Lazy<IReadOnlyList<CifakeOrdering>> _deletion;
    private readonly Lazy<IReadOnlyList<CifakeOrdering>> _insertion;
    private readonly Lazy<double[]> _randomised;

    /// <summary>Prepares the explanation; the work is done when a figure or a number is asked for, once.</summary>
    /// <param name="detector">Trained network with its verdicts on <paramref name="test"/>.</param>
    /// <param name="test">Test pictures.</param>
    /// <param name="recipe">How many pictures to count over.</param>
    /// <param name="seed">Seed of random orders and random networks.</param>
    /// <exception cref="InvalidOperationException">The detector recognised no fake: nothing to explain.</exception>
    public CifakeExplanation(CifakeDetector detector, ImageSet test, CifakeRecipe recipe, long seed)
    {
        (_detector, _test, _recipe, _seed) = (detector, test, recipe, seed);
        var caught = Indices(RealOrFake.Fake, RealOrFake.Fake).Take(recipe.ExplainCount).ToArray();
        if (caught.Length == 0)
        {
            throw new InvalidOperationException(
                $"The detector must recognise at least one fake of {test.Count} test pictures, but recognised none; "
                + "train it for more epochs or with a stronger residue.");
        }

        _caught = test.Select(caught);
        _regions = CifakeData.Regions(_caught);
        _lifts = new(MeasureLifts);
        _deletion = new(
            () => Orderings((curves, order) => curves.Deletion(order), curves => curves.RandomDeletions(seed)));
        _insertion = new(
            () => Orderings((curves, order) => curves.Insertion(order), curves => curves.RandomInsertions(seed)));
        _randomised = new(MeasureRandomised);
    }

    /// <summary>Correctly detected fakes that the numbers are counted over.</summary>
    public long Count => _caught.Count;

    /// <summary>Lift and pointing game.</summary>
    public CifakeLifts LiftNumbers => _lifts.Value;

    /// <summary>Area under the random deletion curves minus that of Grad-CAM's: above 0 the map beats chance.</summary>
    public double DeletionGain => Auc(_deletion.Value, "random") - Auc(_deletion.Value, "Grad-CAM");

    /// <summary>Mean lift on the flaw over networks with random weights; an honest method shows about 1.</summary>
    public double RandomisedLift => _randomised.Value.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Right and wrong verdicts of both kinds, five each: picture, map, overlay.</summary>
    public Figure Verdicts()
    {
        var items = new List<SaliencyItem>();
        var counts = new List<string>();
        foreach (var (label, verdict, name) in new[]
        {
            (RealOrFake.Real, RealOrFake.Real, "REAL, called REAL"),
            (RealOrFake.Fake, RealOrFake.Fake, "FAKE, called FAKE"),
            (RealOrFake.Real, RealOrFake.Fake, "REAL, called FAKE"),
            (RealOrFake.Fake, RealOrFake.Real, "FAKE, called REAL"),
        })
        {
            var indices = Indices(label, verdict).ToArray();
            counts.Add($"{name}: {indices.Length:N0}");
            items.AddRange(Items(indices.Take(5).ToArray(), name));
        }

        return SaliencyOverlay.Draw(
            items, "Grad-CAM for right and wrong verdicts. Bright: evidence for the verdict that was given.")
            .WithNote($"{string.Join("; ", counts)} of {_test.Count:N0} test pictures of {_detector.Data.Id}.");
    }

    /// <summary>One fake, seven methods.</summary>
    public Figure Methods()
    {
        using var scope = NewDisposeScope();
        var x = Unit(_caught, 0, 1);                                                     // [1, 3, 32, 32]
        var picture = CifakeData.Picture(_caught, 0);
        var items = CifakeMethod.SaliencyMethods(_detector.Network).Select(method =>
        {
            using var maps = method.Explain(x);
            var lift = RegionScore.Lift(maps.Maps, _regions.Flaw.narrow(0, 0, 1)).Lift;
            return new SaliencyItem(picture, Map(maps.Maps, 0), $"{method.Name}, lift {lift:0.0}");
        }).ToArray();
        return SaliencyOverlay.Draw(
            items, $"One recognised fake, {items.Length} methods; the lift on the {_regions.FlawName} in each title.")
            .WithNote($"Measured on {_detector.Data.Id}.");
    }

    /// <summary>The lifts as a table.</summary>
    public Figure Lifts()
    {
        var n = LiftNumbers;
        return Table.Draw(
            new[]
            {
                Row("Grad-CAM", _regions.FlawName, n.GradCamFlaw),
                Row("Grad-CAM", _regions.ObjectName, n.GradCamObject),
                Row("HiResCAM", _regions.FlawName, n.HiResCamFlaw),
                Row("HiResCAM", _regions.ObjectName, n.HiResCamObject),
            },
            $"Where the evidence lies, over {Count:N0} correctly detected fakes. Lift 1 is uninformative.",
            formats: new Dictionary<string, string>
            {
                ["Lift"] = "0.00", ["EnergyShare"] = "P1", ["AreaShare"] = "P1", ["Pictures"] = "N0",
            })
            .WithNote(
                $"Pointing game: Grad-CAM's maximum lies in the {_regions.FlawName} for {n.Pointing.Share:P1} of the pictures; "
                + $"{n.EmptyMaps} all-zero maps. Measured on {_detector.Data.Id}.");

        static LiftRow Row(string method, string region, RegionLift lift) =>
            new(method, region, lift.Lift, lift.Energy, lift.Area, lift.Images);
    }

    /// <summary>Deletion curves of the maps, of the object first, and of random orders with their band.</summary>
    public Figure Deletion() => Curves(
        _deletion.Value, "share of pixels replaced by the mean colour",
        "Deletion: the probability of FAKE while pixels are removed, most important first. Low is good.");

    /// <summary>Insertion curves of the same orders.</summary>
    public Figure Insertion() => Curves(
        _insertion.Value, "share of pixels restored",
        "Insertion: the probability of FAKE while pixels are added to the blurred picture. High is good.");

    /// <summary>Lift on the flaw: trained network against random ones.</summary>
    public Figure SanityCheck()
    {
        var finite = _randomised.Value.Where(double.IsFinite).ToArray();
        return BarChart.Draw(
            [
                new("trained network", LiftNumbers.GradCamFlaw.Lift),
                new(
                    $"random weights, mean of {finite.Length}", RandomisedLift,
                    finite.Length > 0 ? finite.Min() : null, finite.Length > 0 ? finite.Max() : null),
            ],
            $"lift on the {_regions.FlawName}",
            "Sanity check: an explanation of a network that learned nothing should find nothing.", "0.00", reference: 1)
            .WithNote($"The whisker spans the random networks. Measured on {_detector.Data.Id}.");
    }

    /// <summary>Mean picture and mean map of each verdict.</summary>
    public Figure MeanMaps()
    {
        using var scope = NewDisposeScope();
        var items = new List<SaliencyItem>();
        foreach (var verdict in new[] { RealOrFake.Real, RealOrFake.Fake })
        {
            var indices = Enumerable.Range(0, _detector.Verdicts.Length).Where(i => _detector.Verdicts[i] == verdict)
                .Take(_recipe.ExplainCount).Select(i => (long)i).ToArray();
            if (indices.Length == 0)
            {
                continue;
            }

            using var called = _test.Select(indices);
            var x = Unit(called, 0, called.Count);                                       // [N, 3, 32, 32]
            using var maps = GradCam().Explain(x);
            var mean = maps.Maps.mean([0], keepdim: true);                               // [1, 32, 32]
            items.Add(new(
                RgbImage.FromTensor(x.mean([0])), Map(mean / mean.max().clamp_min(1e-7), 0),
                $"called {RealOrFake.Classes[(int)verdict]} ({indices.Length:N0})"));
        }

        return SaliencyOverlay.Draw(items, "Mean picture and mean map of each verdict, each map scaled to its maximum.")
            .WithNote($"Measured on {_detector.Data.Id}.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _caught.Dispose();
        _regions.Flaw.Dispose();
        _regions.Object.Dispose();
    }

    private sealed record LiftRow(
        string Method, string Region, double Lift, double EnergyShare, double AreaShare, int Pictures);

    private GradCam GradCam() => new(_detector.Network, _detector.Network.LastActivation, Scores.OneLogit);

    private HiResCam HiResCam() => new(_detector.Network, _detector.Network.LastActivation, Scores.OneLogit);

    private IEnumerable<long> Indices(long label, long verdict) =>
        Enumerable.Range(0, _detector.Labels.Length)
            .Where(i => _detector.Labels[i] == label && _detector.Verdicts[i] == verdict)
            .Select(i => (long)i);

    private IEnumerable<SaliencyItem> Items(long[] indices, string name)
    {
        if (indices.Length == 0)
        {
            return [];
        }

        using var scope = NewDisposeScope();
        using var chosen = _test.Select(indices);
        using var maps = GradCam().Explain(Unit(chosen, 0, chosen.Count));
        return
        [
            .. indices.Select((index, i) => new SaliencyItem(
                CifakeData.Picture(chosen, i), Map(maps.Maps, i),
                $"P(REAL) {_detector.ProbabilityReal[index]:0.000}", name)),
        ];
    }

    private CifakeLifts MeasureLifts()
    {
        using var scope = NewDisposeScope();
        var x = Unit(_caught, 0, _caught.Count);
        using var grad = GradCam().Explain(x);
        using var hiRes = HiResCam().Explain(x);
        return new(
            RegionScore.Lift(grad.Maps, _regions.Flaw), RegionScore.Lift(grad.Maps, _regions.Object),
            RegionScore.Lift(hiRes.Maps, _regions.Flaw), RegionScore.Lift(hiRes.Maps, _regions.Object),
            RegionScore.PointingGame(grad.Maps, _regions.Flaw), grad.EmptyCount);
    }

    private IReadOnlyList<CifakeOrdering> Orderings(
        Func<DeletionInsertion, Tensor, FaithfulnessCurve> measure,
        Func<DeletionInsertion, IReadOnlyList<FaithfulnessCurve>> random)
    {
        using var scope = NewDisposeScope();
        var count = Math.Min(_recipe.DeletionCount, _caught.Count);
        var x = Unit(_caught, 0, count);
        using var grad = GradCam().Explain(x);
        using var hiRes = HiResCam().Explain(x);
        var faithfulness = new DeletionInsertion(_detector.Network, x);
        return
        [
            new("Grad-CAM", measure(faithfulness, PixelOrder.ByMap(grad.Maps))),
            new("HiResCAM", measure(faithfulness, PixelOrder.ByMap(hiRes.Maps))),
            new($"{_regions.ObjectName} first",
                measure(faithfulness, PixelOrder.RegionFirst(_regions.Object.narrow(0, 0, count), _seed))),
            .. random(faithfulness).Select(c => new CifakeOrdering("random", c)),
        ];
    }

    private static double Auc(IReadOnlyList<CifakeOrdering> orderings, string name) =>
        orderings.Where(o => o.Name == name).Average(o => o.Curve.Auc);

    private Figure Curves(IReadOnlyList<CifakeOrdering> orderings, string xLabel, string caption)
    {
        var series = orderings.GroupBy(o => o.Name).Select(group =>
        {
            var curves = group.Select(o => o.Curve).ToArray();
            var mean = FaithfulnessCurve.Mean(curves);
            var name = $"{group.Key} ({mean.Auc:0.000})";
            return curves.Length == 1
                ? new Series(name, mean.Fraction, mean.Probability)
                : new Series(
                    name, mean.Fraction, mean.Probability, Band(curves, Enumerable.Min), Band(curves, Enumerable.Max));
        });
        return LineChart.Draw([.. series], xLabel, "P(FAKE)", caption, yIncludes: [0, 1])
            .WithNote(
                $"Area under each curve in brackets; the band spans {RandomOrders} random orders. "
                + $"{Math.Min(_recipe.DeletionCount, Count):N0} correctly detected fakes of {_detector.Data.Id}.");

        static double[] Band(FaithfulnessCurve[] curves, Func<IEnumerable<double>, double> edge) =>
            [.. Enumerable.Range(0, curves[0].Probability.Length).Select(
                i => edge(curves.Select(c => c.Probability[i])))];
    }

    private double[] MeasureRandomised()
    {
        using var scope = NewDisposeScope();
        var count = Math.Min(_recipe.DeletionCount, _caught.Count);
        var x = Unit(_caught, 0, count);
        var flaw = _regions.Flaw.narrow(0, 0, count);
        var lifts = new double[_recipe.Reinitialisations];
        for (var i = 0; i < lifts.Length; i++)
        {
            using var spoiled = new ReinitialisedWeights(_detector.Network, _seed + i);
            using var maps = GradCam().Explain(x);      // the random network's own verdict
            lifts[i] = RegionScore.Lift(maps.Maps, flaw).Lift;
        }

        return lifts;
    }

    private static Tensor Unit(ImageSet set, long start, long count) =>
        set.Images.narrow(0, start, count).to(ScalarType.Float32) / 255;

    private static float[,] Map(Tensor maps, long index)
    {
        using var scope = NewDisposeScope();
        var map = maps[index].to(ScalarType.Float32).contiguous();
        var (height, width) = (map.shape[0], map.shape[1]);
        var values = map.data<float>().ToArray();
        var result = new float[height, width];
        Buffer.BlockCopy(values, 0, result, 0, values.Length * sizeof(float));
        return result;
    }
}
