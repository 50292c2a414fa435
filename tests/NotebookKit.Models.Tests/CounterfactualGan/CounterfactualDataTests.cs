using NotebookKit.Data;
using NotebookKit.Data.Procedural;
using NotebookKit.Models.CounterfactualGan;
using NotebookKit.Runs;
using NotebookKit.Show;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.CounterfactualGan;

public sealed class CounterfactualDataTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("defects-");

    private CounterfactualRecipe Recipe => CounterfactualRecipe.Smoke with { Data = folder.FullName, Side = 16 };

    [Fact]
    public void Folder_OfTwoClassesAndAnySize_RunsThroughAllSteps()
    {
        Write("healthy", 24, 20, 24);
        Write("mouldy", 24, 33, 17);

        using var experiment = new CounterfactualExperiment(Recipe with { AttackCount = 8 });
        var data = experiment.LoadData();

        Assert.Equal(["healthy", "mouldy"], data.Test.Classes);
        Assert.Equal(3, data.Channels);
        Assert.False(data.HasMasks);
        Assert.Contains("no masks", experiment.Explain().Table().Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            experiment.Conclude().Claims, claim => claim.Name.Contains("IoU", StringComparison.Ordinal));
    }

    [Fact]
    public void Folder_WithMasks_HasThem_AndTheClassCalledDamagedIsTheDamagedOne()
    {
        Write("damaged", 20, 16, 16);
        Write("whole", 20, 16, 16);
        Write("masks", 20, 16, 16);

        using var data = CounterfactualData.Load(Recipe, seed: 1);

        Assert.Equal(["whole", "damaged"], data.Train.Classes);
        var damaged = data.Train.Labels.eq(1);
        var area = data.Train.Masks[CounterfactualData.Damage].flatten(1).any(1);
        Assert.Equal(damaged.data<bool>().ToArray(), area.data<bool>().ToArray());
    }

    [Fact]
    public void Folder_MaskOfAnotherSize_IsRefusedWithBothSizes()
    {
        Write("damaged", 8, 16, 16);
        Write("whole", 8, 16, 16);
        Write("masks", 8, 16, 12);

        var error = Assert.Throws<DataException>(() => CounterfactualData.Load(Recipe, seed: 1));

        Assert.Contains("16x16", error.Message, StringComparison.Ordinal);
        Assert.Contains("16x12", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_MissingMask_OneClass_ThreeClasses_EmptyClass_Missing_SaysWhatToDo()
    {
        Write("damaged", 8, 16, 16);
        Refused("two class folders");
        folder.CreateSubdirectory("whole");
        Refused("holds none");
        Write("whole", 8, 16, 16);
        Write("masks", 3, 16, 16);
        Refused("Give a mask for every damaged picture");
        Directory.Delete(Path.Combine(folder.FullName, "masks"), recursive: true);
        Write("other", 3, 16, 16);
        Refused("two class folders");
        var missing = Assert.Throws<DataException>(
            () => CounterfactualData.Load(Recipe with { Data = "/no/such/folder" }, seed: 1));
        Assert.Contains("/no/such/folder", missing.Message, StringComparison.Ordinal);

        void Refused(string said) => Assert.Contains(
            said, Assert.Throws<DataException>(() => CounterfactualData.Load(Recipe, seed: 1)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(12, 1)]
    [InlineData(4, 12)]
    public void Folder_TooFewPicturesOfAClass_IsRefusedWithBothCounts(int whole, int damaged)
    {
        Write("whole", whole, 16, 16);
        Write("damaged", damaged, 16, 16);

        var error = Assert.Throws<DataException>(() => CounterfactualData.Load(Recipe, seed: 1));

        Assert.Contains($"holds {whole} of 'whole' and {damaged} of 'damaged'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Procedural_OneClassOnly_IsRefused()
    {
        var seed = Enumerable.Range(0, 200).First(s => Labels(3 * s).Distinct().Count() == 1);

        var error = Assert.Throws<DataException>(
            () => CounterfactualData.Load(CounterfactualRecipe.Smoke with { TrainCount = 3 }, seed));

        Assert.Contains("both classes", error.Message, StringComparison.Ordinal);

        static long[] Labels(long seed)
        {
            using var set = ProceduralConcrete.Generate(3, seed);
            return set.ToLabels();
        }
    }

    [Fact]
    public void Cracks_WhereTheyAreAtHand_ArePatchesWithMatchingMasks()
    {
        if (Datasets.Find(CrackPatches.Id, CrackPatches.FileName) is null)
        {
            Assert.Skip("CrackForest is not at hand; set NOTEBOOKKIT_DATA.");
        }

        using var scope = NewDisposeScope();
        using var data = CounterfactualData.Load(
            CounterfactualRecipe.Small with { Data = "cracks", TrainCount = 5_000 }, seed: 1);

        Assert.InRange(data.Train.Count, 800, 5_000);
        var area = data.Train.Masks[CounterfactualData.Damage].flatten(1).any(1);
        var undamaged = data.Train.Labels.eq(0);
        Assert.False(area.logical_and(undamaged).any().ToBoolean());
        Assert.InRange(data.Train.Labels.to(ScalarType.Float64).mean().ToDouble(), 0.1, 0.9);
        Assert.False(data.Source.StandIn);
    }

    [Fact]
    public void Cracks_WhereTheyAreAtHand_RunThroughAllSteps_AndNothingIsAsserted()
    {
        if (Datasets.Find(CrackPatches.Id, CrackPatches.FileName) is null)
        {
            Assert.Skip("CrackForest is not at hand; set NOTEBOOKKIT_DATA.");
        }

        using var run = new RunFolder();
        run.Enter();
        using var experiment = new CounterfactualExperiment(CounterfactualRecipe.Smoke with { Data = "cracks" });
        var result = experiment.Conclude();

        Assert.Contains(result.Claims, claim => claim.Name.StartsWith("IoU", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Claims, claim => claim.Asserted || claim.Data.StandIn);
        var record = RunJson.Read<RecordedRun>(run[RecordedRun.FileName]);
        Assert.Contains("-p data=cracks", record.Command, StringComparison.Ordinal);
        Assert.Equal((result.Command, CrackPatches.Id), (record.Command, record.Data.Id));
        Assert.Equal(
            experiment.Explain().Table().Text, record.Figure(CounterfactualRecords.Overlap).Text);
    }

    [Fact]
    public void Folder_Split_IsTheSeedsAndSharesOutBothClasses()
    {
        Write("broken", 8, 20, 20);
        Write("whole", 8, 20, 20);

        using var first = CounterfactualData.Load(Recipe, seed: 1);
        using var second = CounterfactualData.Load(Recipe, seed: 1);

        Assert.Equal(first.Test.ToPlanes(), second.Test.ToPlanes());
        Assert.Equal([10, 2, 4], [first.Train.Count, first.Validation.Count, first.Test.Count]);
        Assert.All([first.Train, first.Validation, first.Test], part => Assert.Equal(
            part.Count, 2 * part.ToLabels().Count(label => label == CounterfactualData.Damaged)));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private void Write(string name, int count, int width, int height)
    {
        var target = folder.CreateSubdirectory(name).FullName;
        for (var i = 0; i < count; i++)
        {
            var shade = (byte)(60 + i);
            var picture = RgbImage.From(
                width, height, (x, y) => x is > 5 and < 9 && name != "whole" && name != "healthy"
                ? new(255, 250, 245)
                : new(name == "masks" ? (byte)0 : shade, name == "masks" ? (byte)0 : (byte)(shade + y), 0));
            File.WriteAllBytes(Path.Combine(target, $"{i:00}.png"), Png.Encode(picture));
        }
    }
}
