using NotebookKit.Data.Procedural;
using NotebookKit.Models.LabelErrors;
using Xunit;

namespace NotebookKit.Models.Tests;

public sealed class ExperimentTests
{
    private static readonly LabelErrorsRecipe Tiny =
        LabelErrorsRecipe.Smoke with { TrainCount = 200, TestCount = 100, Width = 4 };

    [Fact]
    public void NoiseStudy_SameSeed_SameResult_OtherSeed_Other()
    {
        var first = Measure(17);

        Assert.Equal(first, Measure(17));
        Assert.NotEqual(first, Measure(18));

        static string Measure(long seed)
        {
            using var data = LabelErrorsData.Load(ProceduralShapes.Id, Tiny, seed);
            var study = NoiseStudy.Run(data, Tiny, seed);
            return $"{string.Join(',', study.Findings.Ranked)} {study.Detection} {study.NoiseMatrixError:R} " +
                $"{study.NoisyAccuracy:R} " +
                   $"{study.FilteredAccuracy:R}";
        }
    }

    [Fact]
    public void NoiseStudy_VerdictsAreTheTruth()
    {
        var recipe = Tiny with { TrainCount = 1000 };
        using var data = LabelErrorsData.Load(ProceduralShapes.Id, recipe, 17);
        var study = NoiseStudy.Run(data, recipe, 17);

        Assert.Equal(study.Noise.Flipped, study.Set.Votes.Select(v => v.IsError));
        Assert.Equal(0.12, study.Noise.FlippedShare, 1e-9);
        var truth = LabelErrorsData.LabelsOf(data.Train);
        Assert.All(
            study.Set.Votes.Where(v => v.Verdict == CrowdVerdict.Correctable), v =>
                Assert.Equal(truth[v.Id], v.Guessed));
    }

    [Fact]
    public void SystematicNoise_MislabelsTheSameKindOfImagesEverywhere()
    {
        using var data = LabelErrorsData.Load(
            ProceduralShapes.Id, Tiny with { TrainCount = 1000, TestCount = 1000 }, 17);
        var (from, to) = data.Mislabelled;
        var noise = SystematicNoise.Inject(data.Train, data.Test, from, to, share: 0.4);
        var (train, test) = (LabelErrorsData.LabelsOf(data.Train), LabelErrorsData.LabelsOf(data.Test));

        Assert.Equal(40, train.Zip(noise.TrainLabels).Count(p => p.First != p.Second));
        Assert.All(train.Zip(noise.TrainLabels).Where(p => p.First != p.Second), p => Assert.Equal((from, to), p));
        Assert.All(test.Zip(noise.TestLabels).Where(p => p.First != p.Second), p => Assert.Equal((from, to), p));
        Assert.InRange(test.Zip(noise.TestLabels).Count(p => p.First != p.Second), 25, 55);
        // Relabelling one image alone changes nothing for it: the rule sees the image, not its place.
        using var one = data.Test.Select([7L]);
        Assert.Equal(noise.TestLabels[7], SystematicNoise.Inject(data.Train, one, from, to, 0.4).TestLabels[0]);
        Assert.Contains("share is 1", Assert.Throws<ArgumentException>(
            () => SystematicNoise.Inject(data.Train, one, from, to, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recipe_OneOwnFileOnly_IsRefused()
    {
        using var experiment = new LabelErrorsExperiment(Tiny with { LabelsPath = "labels.npy" });

        var refused = Assert.Throws<ArgumentException>(experiment.LoadStudy);

        Assert.Contains("labels is 'labels.npy' and pred_probs is ''; give both files or neither", refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void HumanJudges_Cifar10_DoubtFlaggedImagesMoreOften()
    {
        Oracle.DataFile("labels", "cifar10h", "cifar10h-counts-u8.npy");
        using var experiment = new LabelErrorsExperiment(Tiny);
        var study = experiment.LoadStudy();
        var doubt = LabelErrorsMethod.Doubt(
            study.Set.GivenLabels,
            Data.Npy.Load(Oracle.DataFile("labels", "cifar10h", "cifar10h-counts-u8.npy")).As<byte>(),
                study.Findings.Indices);

        Assert.Equal(284, doubt.Flagged);                                     // section 9 of the specification
        Assert.InRange(doubt.DoubtedOfAll, 0.0075, 0.0082);                   // 1 - 99.21 %, ties apart
        Assert.True(doubt.DoubtedShare > 5 * doubt.DoubtedOfAll, $"{doubt}");
    }
}
