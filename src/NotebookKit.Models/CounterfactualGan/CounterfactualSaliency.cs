using NotebookKit.Data;
using NotebookKit.Explain;
using NotebookKit.Show;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>Which methods of saliency are scored; each holds the ones before it.</summary>
public enum SaliencyExtent
{
    /// <summary>The paper's method alone: the ablations train no C.</summary>
    Counterfactual,

    /// <summary>And Grad-CAM on two layers, which the claims need.</summary>
    Claims,

    /// <summary>And HiResCAM and occlusion.</summary>
    All,
}

/// <summary>The maps of all methods on the damaged pictures, held against the masks.</summary>
public sealed class CounterfactualSaliency
{
    /// <summary>Name of the paper's method in the tables.</summary>
    public const string Counterfactual = "counterfactual |xh - x|";

    /// <summary>Name of Grad-CAM on the last layer with a map.</summary>
    public const string GradCamLast = "Grad-CAM, last layer";

    /// <summary>Name of Grad-CAM on an earlier layer, whose cells are four times finer (eight times in a
    /// trunk).</summary>
    public const string GradCamFine = "Grad-CAM, finer layer";

    private const string HiResCamLast = "HiResCAM, last layer";

    private readonly CounterfactualTraining training;
    private readonly ImageSet test;

    private CounterfactualSaliency(
        CounterfactualTraining training, CounterfactualData data, IReadOnlyList<SegmentationScore> scores)
    {
        (this.training, test, Scores) = (training, data.Test, scores);
        FlipRate = Flips();
    }

    /// <summary>One per method; empty where the data has no masks.</summary>
    public IReadOnlyList<SegmentationScore> Scores { get; }

    /// <summary>Share of the test pictures whose counterfactual D assigns to the opposite class.</summary>
    public double FlipRate { get; }

    /// <summary>The score of a method; null where the data has no masks.</summary>
    public SegmentationScore? this[string method] => Scores.FirstOrDefault(score => score.Method == method);

    /// <summary>Makes the maps and scores them.</summary>
    /// <param name="training">G, D and C.</param>
    /// <param name="data">Validation and test pictures.</param>
    /// <param name="supervised">The U-Net that is told the masks; null leaves it out.</param>
    /// <param name="extent">Which methods are scored.</param>
    public static CounterfactualSaliency Measure(
        CounterfactualTraining training, CounterfactualData data,
        Module<Tensor, (Tensor Residual, Tensor Logits)>? supervised = null,
        SaliencyExtent extent = SaliencyExtent.All)
    {
        if (!data.HasMasks)
        {
            return new(training, data, []);
        }

        var methods = new List<(string Name, Func<Tensor, Tensor> Map, CounterfactualClassifier? Judge)>
        {
            (Counterfactual, x => Difference(training, x), training.Discriminator),
        };
        var (plain, fine) = (training.Plain, training.Plain.FineActivation);
        if (extent >= SaliencyExtent.Claims)
        {
            methods.Add((GradCamLast, x => Cam(new GradCam(plain, plain.LastActivation), x), plain));
            methods.Add((GradCamFine, x => Cam(new GradCam(plain, fine), x), plain));
        }

        if (extent == SaliencyExtent.All)
        {
            methods.Add((HiResCamLast, x => Cam(new HiResCam(plain, plain.LastActivation), x), plain));
            methods.Add(("HiResCAM, finer layer", x => Cam(new HiResCam(plain, fine), x), plain));
            methods.Add(("occlusion of squares", x => OcclusionMaps.Of(plain, x), plain));
        }

        if (supervised is not null)
        {
            methods.Add(("U-Net told the masks (bound)", x => CounterfactualMethod.InParts(
                supervised, x, part => supervised.call(part).Residual.select(1, 0).sigmoid()), null));
        }

        return new(training, data, [.. methods.Select(method => SegmentationScore.Of(
            method.Name, Maps(data.Validation, method.Map, method.Judge), Maps(data.Test, method.Map, method.Judge)))]);
    }

    /// <summary>The scores as a table.</summary>
    public Figure Table() => Scores.Count == 0
        ? Show.Table.Draw(new[] { "This data has no masks, so no overlap can be measured." }, "Overlap with the masks.")
        : Show.Table.Draw(
            Scores.Select(s => new
            {
                s.Method, IOU = s.Iou, PerImage = s.IouPerImage, OtsuIOU = s.OtsuIou, PixelAUROC = s.PixelAuroc,
            }),
            $"Overlap with the true masks on {CounterfactualData.DamagedPlaces(test).Length} damaged test pictures. IOU: intersection "
            + "over union of all pixels at the threshold that validation masks choose; per image: its mean over the pictures; "
            + "Otsu: without any mask.",
            formats: new Dictionary<string, string>
            {
                ["IOU"] = "0.000", ["PerImage"] = "0.000", ["OtsuIOU"] = "0.000", ["PixelAUROC"] = "0.000",
            }).On(test.Source);

    /// <summary>Precision against recall over all thresholds.</summary>
    public Figure PrecisionRecall() => LineChart.Draw(
        [.. Scores.Where(s => s.Method != HiResCamLast).Select(s => new Series(
            s.Method, [.. s.Curve.Select(p => p.Recall)], [.. s.Curve.Select(p => p.Precision)]))],
        "recall: share of the damaged pixels that is called", "precision: share of the called pixels that is damaged",
        "Pixels over all thresholds: a sharp map stays at the top while recall grows. Left out for room: "
        + $"{HiResCamLast}, which lies near Grad-CAM on the same layer.", yIncludes: [0, 1]).On(test.Source);

    /// <summary>Damaged pictures: the picture, its counterfactual, the change, the masks, Grad-CAM.</summary>
    public Figure Damaged(int columns = 8)
    {
        using var scope = NewDisposeScope();
        var places = CounterfactualData.DamagedPlaces(test).Take(columns).ToArray();
        var x = CounterfactualData.Prepare(test, places);
        var made = CounterfactualMethod.Counterfactuals(training.Generator, x);
        var change = CounterfactualMethod.Saliency(x, made);
        var cam = Cam(new GradCam(training.Plain, training.Plain.LastActivation), x);
        var rows = Rows(x, made, change);
        var otsu = Maps(
            change, test.Masks.GetValueOrDefault(CounterfactualData.Damage)?.index_select(0, tensor(places)));
        var masks = otsu.OtsuMasks();
        rows.Add(("by Otsu", [.. places.Select((_, i) => Bits(otsu.Part(masks, i), x.shape))]));
        if (test.Masks.TryGetValue(CounterfactualData.Damage, out var truth))
        {
            rows.Add(("true mask", [.. places.Select(i => CounterfactualData.Mask(truth[i]))]));
        }

        rows.Add(("Grad-CAM of C", [.. Enumerable.Range(0, places.Length).Select(
            i => Overlay.Colourise(SaliencyItem.FromTensors(
                CounterfactualData.Fitted((x[i] + 1) / 2), CounterfactualData.Fitted(cam[i].unsqueeze(0))[0], "").Map, 1))]));
        var iou = test.Masks.Count == 0
            ? ""
            : " IoU of Otsu's masks, left to right: " + string.Join(", ", places.Select((_, i) =>
                $"{Metrics.MaskOverlap.Iou(otsu.Part(masks, i), otsu.Part(otsu.Truth, i)):0.00}")) + ".";
        return Grid(rows, $"Damaged test pictures: G takes the damage away.{iou}");
    }

    /// <summary>Undamaged pictures: G invents a damage.</summary>
    public Figure Undamaged(int columns = 8)
    {
        using var scope = NewDisposeScope();
        var damaged = CounterfactualData.DamagedPlaces(test);
        long[] places = [.. Enumerable.Range(0, (int)test.Count).Select(i => (long)i).Except(damaged).Take(columns)];
        var x = CounterfactualData.Prepare(test, places);
        var made = CounterfactualMethod.Counterfactuals(training.Generator, x);
        return Grid(
            Rows(x, made, CounterfactualMethod.Saliency(x, made)),
            "Undamaged test pictures: G invents a damage. Whatever D accepts will do, so these changes segment nothing.");
    }

    /// <summary>What the difference image does not prove: it shows what separates the classes, not what a classifier
    /// used. Pastes only the inside, or only the outside, of Otsu's mask of xh into x.</summary>
    public Figure PasteCheck()
    {
        using var scope = NewDisposeScope();
        var x = CounterfactualData.Prepare(test, CounterfactualData.DamagedPlaces(test));
        var made = CounterfactualMethod.Counterfactuals(training.Generator, x);
        var maps = Maps(CounterfactualMethod.Saliency(x, made), null);
        var inside = tensor(maps.OtsuMasks(), [x.shape[0], 1, x.shape[2], x.shape[3]]);
        return Show.Table.Draw(
            new[]
            {
                Row("nothing: the damaged picture", x), Row("inside the mask", where(inside, made, x)),
                Row("outside the mask", where(inside, x, made)), Row("everything: xh", made),
            },
            "Damaged test pictures with a part of xh pasted in: the share that each classifier then calls undamaged.",
            formats: new Dictionary<string, string> { ["Hybrid"] = "P1", ["Plain"] = "P1" }).On(test.Source);

        PasteRow Row(string pasted, Tensor images) =>
            new(pasted, Undamaged(training.Discriminator, images), Undamaged(training.Plain, images));

        static double Undamaged(CounterfactualClassifier judge, Tensor images) => CounterfactualMethod
            .PredictedClass(judge.Judge(images)).eq(0).to(ScalarType.Float64).mean().item<double>();
    }

    private sealed record PasteRow(string Pasted, double Hybrid, double Plain);

    private static Tensor Difference(CounterfactualTraining training, Tensor x) =>
        CounterfactualMethod.Saliency(x, CounterfactualMethod.Counterfactuals(training.Generator, x));

    private static Tensor Cam(SaliencyMethod method, Tensor x)
    {
        using var damaged = full(x.shape[0], CounterfactualData.Damaged, ScalarType.Int64);
        return method.Explain(x, damaged).Maps.cpu();
    }

    // Maps of the damaged pictures of a set; empty where the judge sees no damage.
    private static PixelMaps Maps(ImageSet set, Func<Tensor, Tensor> map, CounterfactualClassifier? judge)
    {
        using var scope = NewDisposeScope();
        var places = CounterfactualData.DamagedPlaces(set);
        var x = CounterfactualData.Prepare(set, places);
        var maps = map(x).detach();                                                             // [n, H, W]
        if (judge is not null)
        {
            maps = maps * CounterfactualMethod.PredictedClass(judge.Judge(x)).reshape(-1, 1, 1);
        }

        return Maps(maps, set.Masks[CounterfactualData.Damage].index_select(0, tensor(places)));
    }

    private static PixelMaps Maps(Tensor maps, Tensor? truth) => new(
        maps.to(ScalarType.Float64).contiguous().data<double>().ToArray(),
        (truth ?? zeros_like(maps, ScalarType.Bool)).contiguous().data<bool>().ToArray(), (int)maps.shape[0]);

    private static List<(string Label, RgbImage[] Pictures)> Rows(Tensor x, Tensor made, Tensor change)
    {
        var indices = Enumerable.Range(0, (int)x.shape[0]).ToArray();
        return
        [
            ("picture x", [.. indices.Select(i => CounterfactualData.Picture(x[i]))]),
            ("xh = G(x)", [.. indices.Select(i => CounterfactualData.Picture(made[i]))]),
            ("|xh - x|", [.. indices.Select(i => CounterfactualData.Map(2 * change[i]))]),
        ];
    }

    private Figure Grid(List<(string Label, RgbImage[] Pictures)> rows, string caption) => ImageGrid.Draw(
        [.. rows.Select(row => row.Pictures)], [.. rows.Select(row => row.Label)], caption,
        alt: $"Rows: {string.Join(", ", rows.Select(row => row.Label))}. {caption}").On(test.Source);

    private static RgbImage Bits(ReadOnlySpan<bool> mask, long[] shape)
    {
        using var scope = NewDisposeScope();
        return CounterfactualData.Mask(tensor(mask.ToArray(), [shape[2], shape[3]]));
    }

    private double Flips()
    {
        using var scope = NewDisposeScope();
        var x = CounterfactualData.Prepare(test);
        var made = CounterfactualMethod.Counterfactuals(training.Generator, x);
        return CounterfactualMethod.PredictedClass(training.Discriminator.Judge(made)).eq(1 - test.Labels)
            .to(ScalarType.Float64).mean().item<double>();
    }
}
