using NotebookKit.Data;
using NotebookKit.Metrics;
using NotebookKit.Show;
using NotebookKit.Train;

namespace NotebookKit.Models.CifakeGradCam;

/// <summary>
/// The same network on real photographs: CIFAR-10 pictures against forgeries made from them, and then the test that
/// matters, fakes from a generator that the detector never saw.
/// </summary>
/// <param name="Accuracy">On forgeries of the kind it was trained on; share in [0, 1] with its 95 % interval.</param>
/// <param name="Auroc">The same, area under the ROC curve.</param>
/// <param name="CrossAuroc">Unseen photographs against diffusion pictures; null where those are not at hand.</param>
/// <param name="CrossRecall">Share of the diffusion pictures called FAKE.</param>
/// <param name="CrossFalseAlarms">Share of the unseen photographs called FAKE.</param>
/// <param name="Photographs">The photographs used.</param>
/// <param name="Generated">The diffusion pictures used.</param>
/// <param name="TestCount">Pictures behind <paramref name="Accuracy"/>.</param>
public sealed record CifakeRealPhotographs(
    Interval Accuracy, double Auroc, double? CrossAuroc, double? CrossRecall, double? CrossFalseAlarms,
    DataUse Photographs, DataUse? Generated, int TestCount)
{
    /// <summary>Looks at the files that <see cref="Run"/> will read; says nothing where they are not at hand.</summary>
    /// <exception cref="DataException">A file of CIFAR-10 or of the diffusion pictures is damaged.</exception>
    public static void Check()
    {
        FindPhotographs();
        Datasets.Find(GeneratedImages.Id);
    }

    /// <summary>Trains and measures, where CIFAR-10 is at hand.</summary>
    /// <returns>Null where CIFAR-10 is in none of the places that <see cref="Datasets"/> looks in.</returns>
    /// <exception cref="DataException">A file of CIFAR-10 or of the diffusion pictures is damaged.</exception>
    public static CifakeRealPhotographs? Run(CifakeRecipe recipe, long seed)
    {
        if (FindPhotographs() is not { } cifar)
        {
            return null;
        }

        using var photographs = Cifar10.Load(cifar.Directory, Cifar10.TrainFiles[0]);
        using var unseen = Cifar10.Load(cifar.Directory, Cifar10.TestFile);
        var half = (int)Math.Min(recipe.RealCount / 2, photographs.Count);
        var held = (int)Math.Max(1, half * recipe.ValidationShare);
        // Each photograph stands in one part only, with its own forgery beside it: no part knows another's motifs.
        using var data = new CifakeData(
            Forge(photographs, 0, half - held), Forge(photographs, half - held, held),
            Forge(unseen, 0, Math.Min(half / 2, (int)unseen.Count / 2)));
        using var detector = CifakeDetector.Train(recipe.Winner, data, recipe.Device, new TrainOptions
        {
            Epochs = recipe.Epochs, Patience = recipe.Patience, BatchSize = recipe.BatchSize,
            LearningRate = recipe.LearningRate, Seed = seed, Title = "Winner on real photographs",
        });
        var right = detector.Verdicts.Zip(detector.Labels).LongCount(p => p.First == p.Second);
        var result = new CifakeRealPhotographs(
            Interval.OfProportion(right, detector.Labels.Length), detector.Auroc, null, null, null,
            cifar.Use!, null, detector.Labels.Length);
        return result.WithUnseenGenerator(detector, unseen);
    }

    /// <summary>The figures as a table.</summary>
    public Figure Table()
    {
        var rows = new List<TableRow>
        {
            Row("accuracy on forgeries of the kind trained on",
                $"{Accuracy.Mean:P1} [{Accuracy.Low:P1}, {Accuracy.High:P1}]"),
            Row("AUROC on the same", $"{Auroc:0.000}"),
        };
        if (CrossAuroc is { } cross)
        {
            rows.Add(Row("AUROC, unseen photographs against diffusion pictures", $"{cross:0.000}"));
            rows.Add(Row("diffusion pictures called FAKE", $"{CrossRecall:P1}"));
            rows.Add(Row("unseen photographs called FAKE", $"{CrossFalseAlarms:P1}"));
        }

        var generated = Generated is null
            ? "The diffusion pictures are not at hand, so the test on an unseen generator is left out."
            : $"Fakes of the second part: {Generated.Description}.";
        return Show.Table.Draw(
            rows,
            "On real photographs: the forgery it was trained on, and a generator it has never seen (AUROC 0.5 is chance).")
            .WithNote($"Photographs: {Photographs.Description}; {TestCount:N0} test pictures. {generated}");

        static TableRow Row(string quantity, string value) => new(quantity, value);
    }

    private sealed record TableRow(string Quantity, string Value);

    private static DataLocation? FindPhotographs() =>
        Datasets.Find(Cifar10.Id, Cifar10.TrainFiles[0], Cifar10.TestFile);

    private static ImageSet Forge(ImageSet photographs, int start, int count)
    {
        using var part = photographs.Select([.. Enumerable.Range(start, count).Select(i => (long)i)]);
        return CifarForgery.Pair(part);
    }

    private CifakeRealPhotographs WithUnseenGenerator(CifakeDetector detector, ImageSet unseen)
    {
        if (Datasets.Find(GeneratedImages.Id) is not { } location)
        {
            return this;
        }

        using var generated = GeneratedImages.Load(location.PathOf(GeneratedImages.FileName));
        // The last photographs of the test file: no forgery of theirs was measured above.
        using var photographs = unseen.Select(
            [.. Enumerable.Range(0, (int)Math.Min(generated.Count, unseen.Count)).Select(i => unseen.Count - 1 - i)]);
        var fake = CifakeMethod.ProbabilityReal(detector.Network, generated);
        var real = CifakeMethod.ProbabilityReal(detector.Network, photographs);
        long[] labels = [.. fake.Select(_ => RealOrFake.Fake), .. real.Select(_ => RealOrFake.Real)];
        return this with
        {
            CrossAuroc = Metrics.Auroc.Of([.. fake, .. real], labels),
            CrossRecall = fake.Count(p => p <= 0.5) / (double)fake.Length,
            CrossFalseAlarms = real.Count(p => p <= 0.5) / (double)real.Length,
            Generated = location.Use,
        };
    }
}
