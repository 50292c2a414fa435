using NotebookKit.Data;
using NotebookKit.Models.CifakeGradCam;
using NotebookKit.Runs;
using Xunit;

namespace NotebookKit.Models.Tests.CifakeGradCam;

public sealed class CifakeExperimentTests
{
    private static readonly CifakeRecipe Tiny = CifakeRecipe.Smoke with
    {
        TrainCount = 480, Epochs = 4, Residue = 0.25, Filters = [4], Convolutions = [1], Reinitialisations = 1,
    };

    [Fact]
    public void SameSeed_SameMeasurement_OtherSeed_Other()
    {
        var first = Measure(Tiny);
        var second = Measure(Tiny);
        var other = Measure(Tiny with { Seed = 18 });

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);

        static IEnumerable<double> Measure(CifakeRecipe recipe)
        {
            using var experiment = new CifakeExperiment(recipe);
            return [.. experiment.Conclude().Claims.SelectMany(claim => claim.HerePerSeed)];
        }
    }

    [Fact]
    public void Claims_AreAssertedOnlyWhereTheirBoundsApply()
    {
        using var experiment = new CifakeExperiment(Tiny);
        var data = experiment.LoadData().Source;
        var measured = CifakeMeasurement.Of(
            Tiny.Seed, experiment.TrainWinner(), experiment.RunBaselines(), experiment.Explain(experiment.TrainWinner()));

        Assert.DoesNotContain(Claims(Tiny), claim => claim.Asserted);
        Assert.Equal(8, Claims(CifakeRecipe.Small).Count(claim => claim.Asserted));
        Assert.DoesNotContain(Claims(CifakeRecipe.Small with { Residue = 0.05 }), claim => claim.Asserted);
        Assert.DoesNotContain(Claims(CifakeRecipe.Small with { FixedPhase = true }), claim => claim.Asserted);
        Assert.All(Claims(Tiny), claim => Assert.False(string.IsNullOrWhiteSpace(claim.Data.Id)));

        IReadOnlyList<Claim> Claims(CifakeRecipe recipe) => CifakeResult.Of(
            recipe, [measured], experiment.SearchTopologies(), real: null, data, TimeSpan.Zero).Claims;
    }

    [Fact]
    public void CifakeFolder_RunsThroughAllSteps()
    {
        var folder = Directory.CreateTempSubdirectory("cifake-");
        try
        {
            WriteFolder(folder.FullName, "train", 120, seed: 1);
            WriteFolder(folder.FullName, "test", 60, seed: 2);
            using var experiment = new CifakeExperiment(Tiny with { Data = folder.FullName, Epochs = 6 });

            var detector = experiment.TrainWinner();
            var result = experiment.Conclude();

            Assert.Equal(60, detector.Labels.Length);
            var data = Assert.Single(result.Data);
            Assert.False(data.StandIn);
            Assert.Equal(Cifake.Id, data.Id);
            Assert.Contains("proxy", experiment.Explain(detector).Lifts().Text, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void MissingCifakeFolder_IsRefusedByName()
    {
        using var experiment = new CifakeExperiment(Tiny with { Data = "/no/such/folder" });

        var error = Assert.Throws<DataException>(() => experiment.LoadData());

        Assert.Contains("/no/such/folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownMode_NamesTheModes()
    {
        var error = Assert.Throws<ArgumentException>(() => CifakeRecipe.For("tiny"));

        Assert.Contains("smoke, small, full", error.Message, StringComparison.Ordinal);
    }

    private static void WriteFolder(string root, string split, int count, long seed)
    {
        using var pictures = NotebookKit.Data.Procedural.ProceduralPhotographs.Generate(
            count, seed, new() { Amplitude = 0.4 });
        var (planes, labels) = (pictures.ToPlanes(), pictures.ToLabels());
        for (var i = 0; i < count; i++)
        {
            var directory = Directory.CreateDirectory(Path.Combine(root, split, RealOrFake.Classes[(int)labels[i]]));
            var picture = Picture.FromPlanes(planes.AsSpan(i * 3072, 3072), 32, 32, 3);
            File.WriteAllBytes(Path.Combine(directory.FullName, $"{i:0000}.jpg"), Jpeg.Encode(picture, 95));
        }
    }
}
