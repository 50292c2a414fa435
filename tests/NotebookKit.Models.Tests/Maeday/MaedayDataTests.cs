using NotebookKit.Data;
using NotebookKit.Models.Maeday;
using NotebookKit.Runs;
using NotebookKit.Show;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.Maeday;

public sealed class MaedayDataTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mvtec-");

    private MaedayRecipe Recipe => MaedayRecipe.Smoke with
    {
        Data = folder.FullName, Pretraining = "textures", PhotographSide = 32,
    };

    [Fact]
    public void Folder_OfAnySizes_GreyAmongColour_RunsThroughAllSteps()
    {
        Write("train/good", 5, 40, 36, grey: true);
        Write("test/good", 4, 32, 48);
        Write("test/scratch", 4, 50, 32, defect: true);
        Write("ground_truth/scratch", 4, 50, 32, defect: true, suffix: "_mask");

        using var experiment = new MaedayExperiment(Recipe);
        var data = experiment.LoadData();

        Assert.Equal(3, data.Channels);
        Assert.Equal(["good", "scratch"], data.Categories[0].Test.Classes);
        Assert.Contains("grey ones in every channel", data.Source.Description, StringComparison.Ordinal);
        Assert.True(data.Categories[0].HasDefectivePixels);
        var truth = data.Categories[0].Test.Masks[MaedayCategory.Defect].flatten(1).any(1).data<bool>().ToArray();
        Assert.Equal(data.Categories[0].Defective.Select(d => d == 1), truth);
        Assert.Contains(
            experiment.Conclude().Claims, claim => claim.Name.Contains("over pixels", StringComparison.Ordinal));
        Assert.Contains("scratch", experiment.Detect().Kinds().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_AllNormalTest_SaysThatAurocIsNotDefined()
    {
        Write("train/good", 4, 32, 32, grey: true);
        Write("test/good", 4, 32, 32, grey: true);

        using var experiment = new MaedayExperiment(Recipe);

        Assert.Equal(1, experiment.LoadData().Channels);
        var table = experiment.Detect().Table();
        Assert.Contains(
            "not defined", table.ToBundle().Data[Interactive.MimeTypes.PlainText].ToString(), StringComparison.Ordinal);
        Assert.Empty(experiment.Conclude().Claims);
        Assert.Contains("no masks", experiment.Combine().PixelRoc().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_OfCategories_WithoutMasks_HasPictureFiguresOnly()
    {
        foreach (var category in new[] { "bolt", "nut" })
        {
            Write($"{category}/train/good", 4, 32, 32, grey: true);
            Write($"{category}/test/good", 3, 32, 32, grey: true);
            Write($"{category}/test/bent", 3, 32, 32, grey: true, defect: true);
        }

        using var data = MaedayData.Load(Recipe, seed: 1);

        Assert.Equal(["bolt", "nut"], data.Categories.Select(category => category.Name));
        Assert.All(data.Categories, category => Assert.True(category is { HasBoth: true, HasDefectivePixels: false }));
        using var maps = rand(6, 32, 32);
        var score = DetectionScore.Of(data.Categories[0], maps);
        Assert.True(double.IsFinite(score.ImageAuroc) && double.IsNaN(score.PixelAuroc));
    }

    [Fact]
    public void Folder_WithMvtecsNames_StandsBesideThePapersFigures_AndTurnsWhereACategoryMay()
    {
        foreach (var category in new[] { "screw", "transistor" })
        {
            Write($"{category}/train/good", 2, 32, 32, grey: true);
            Write($"{category}/test/good", 2, 32, 32, grey: true);
            Write($"{category}/test/bent", 2, 32, 32, grey: true, defect: true);
        }

        using var experiment = new MaedayExperiment(Recipe with
        {
            Shots = [1], SupportDraws = 2, FewShotCrops = SupportCropping.Resized, Masks = 2, MaskSeeds = 1,
        });

        var table = experiment.Detect().Table().Text;
        Assert.Contains("69.9 %", table, StringComparison.Ordinal);
        Assert.Contains("48.3 %", table, StringComparison.Ordinal);
        Assert.DoesNotContain("another", table, StringComparison.Ordinal);
        Assert.Contains("(another grid)", Procedural(), StringComparison.Ordinal);
        Assert.Equal([2, 2], experiment.Tune().Headline.Select(category => category.Draws.Count));

        static string Procedural()
        {
            using var other = new MaedayExperiment(
                MaedayRecipe.Smoke with { TestCount = 4, Masks = 1, MaskSeeds = 1, Steps = 1 });
            return other.Detect().Table().Text;
        }
    }

    [Fact]
    public void Folder_TwiceTheNetworksSide_IsJudgedInTiles_AnotherSideIsRefusedWithWhatToGive()
    {
        Write("train/good", 1, 80, 80, grey: true);
        Write("test/good", 2, 80, 80, grey: true);
        using var experiment = new MaedayExperiment(Recipe with { PhotographSide = 64, Masks = 2, MaskSeeds = 1 });

        Assert.Equal([2L, 64, 64], experiment.Detect().Maps[0].shape);
        Assert.Contains("give side=32 or more", Assert.Throws<ShapeException>(
            () => new SlidingWindows(24, 32)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_MaskOfAnotherSize_IsRefusedWithBothSizes()
    {
        Write("train/good", 2, 32, 32);
        Write("test/scratch", 2, 32, 32, defect: true);
        Write("ground_truth/scratch", 2, 32, 24, defect: true, suffix: "_mask");

        var message = Refused();

        Assert.Contains("32x32", message, StringComparison.Ordinal);
        Assert.Contains("32x24", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_WhatIsWrong_IsSaidWithWhatToDo()
    {
        Assert.Contains("MVTec's layout", Refused(), StringComparison.Ordinal);
        folder.CreateSubdirectory("train");
        folder.CreateSubdirectory("test");
        Assert.Contains("train/good must hold", Refused().Replace('\\', '/'), StringComparison.Ordinal);
        Write("train/good", 2, 32, 32);
        Assert.Contains("holds none", Refused(), StringComparison.Ordinal);
        folder.CreateSubdirectory("test/scratch");
        Assert.Contains("test/scratch must hold", Refused().Replace('\\', '/'), StringComparison.Ordinal);
        Write("test/scratch", 2, 32, 32, defect: true);
        Write("ground_truth/other", 1, 32, 32);
        Assert.Contains("Give a mask for every defective picture", Refused(), StringComparison.Ordinal);
        Assert.Contains("/no/such/folder", Assert.Throws<DataException>(
            () => MaedayData.Load(Recipe with { Data = "/no/such/folder" }, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_MoreShotsThanPictures_SaysHowManyThereAre_AndTheTuningLeavesThemOut()
    {
        Write("train/good", 2, 32, 32);
        Write("test/good", 2, 32, 32);
        using var data = MaedayData.Load(Recipe, seed: 1);

        using var experiment = new MaedayExperiment(Recipe);
        var table = experiment.Tune().Table();
        Assert.Contains(
            "k = 4 is left out: the category with the fewest normal training pictures has 2.",
            table.ToBundle().Data[Interactive.MimeTypes.PlainText].ToString(), StringComparison.Ordinal);
        Assert.Equal([1], experiment.Tune().Tuned.Select(tuned => tuned[0].Shots));
        Assert.Contains("but has 2", Assert.Throws<DataException>(() => data.Categories[0].Draw(4, 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Pretraining_OnAFolderOfPictures_TakesItsChannels_AndAnEmptyOneIsRefused()
    {
        Write("train/good", 4, 32, 32, grey: true);
        Write("test/good", 2, 32, 32, grey: true);
        Write("pictures/of/anything", 6, 45, 39);
        using var data = MaedayData.Load(Recipe, seed: 1);

        using var trained = MaedayPretraining.Run(
            Recipe with { Pretraining = Path.Combine(folder.FullName, "pictures"), Steps = 3 }, data, seed: 1);

        Assert.Equal(1, trained.Network.Encoder.Channels);
        Assert.Contains("6 pictures", trained.Source.Description, StringComparison.Ordinal);
        folder.CreateSubdirectory("empty");
        Assert.Contains("holds none", Assert.Throws<DataException>(() => MaedayPretraining.Run(
            Recipe with { Pretraining = Path.Combine(folder.FullName, "empty") }, data, 1)).Message,
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("procedural")]
    [InlineData("textures")]
    public void Full_WithProceduralPictures_SaysWhatToGive(string name)
    {
        Write("train/good", 2, 32, 32);
        Write("test/good", 2, 32, 32);
        var recipe =
            MaedayRecipe.Full with { Data = name == "procedural" ? name : folder.FullName, Pretraining = "textures" };

        var error = Assert.Throws<DataException>(() =>
        {
            using var data = MaedayData.Load(recipe, 1);
            MaedayPretraining.Run(recipe, data, 1);
        });

        Assert.Contains("224", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tiles_WhereTheyAreAtHand_HaveMasksOnDefectiveOnesOnly_AndRunShortened()
    {
        if (Datasets.Find(MagneticTiles.Id, MagneticTiles.FileName) is null)
        {
            Assert.Skip("The magnetic tiles are not at hand; set NOTEBOOKKIT_DATA.");
        }

        using var run = new RunFolder();
        run.Enter();
        using var experiment = new MaedayExperiment(MaedayRecipe.Smoke with { Data = "tiles", TestCount = 8 });
        var category = experiment.LoadData().Categories[0];

        Assert.Equal(["good", "blowhole", "break", "crack", "fray", "uneven"], category.Test.Classes);
        Assert.Equal(4, category.Support.Count);
        Assert.Equal(4, category.Defective.Count(d => d == 0));
        Assert.Equal(10, category.Defective.Count(d => d == 1));
        var area = category.Test.Masks[MaedayCategory.Defect].flatten(1).sum(1).data<long>().ToArray();
        Assert.All(area.Zip(category.Defective), pair => Assert.True(pair.Second == 1 || pair.First == 0));
        Assert.False(category.Test.Source.StandIn);
        Assert.All(experiment.Conclude().Claims, claim => Assert.False(claim.Asserted));
        var record = RunJson.Read<RecordedRun>(run[RecordedRun.FileName]);
        Assert.Contains("-p data=tiles", record.Command, StringComparison.Ordinal);
        Assert.Equal(experiment.Detect().Kinds().Text, record.Figure(MaedayRecords.Kinds).Text);
    }

    [Fact]
    public void Tiles_StoredRun_SaysWhatWasRunAndKeepsEveryFigure()
    {
        if (MaedayRecords.Tiles.Run is not { } run)
        {
            Assert.Skip("This build has no stored run.");
            return;
        }

        Assert.Equal((MagneticTiles.Id, false), (run.Data.Id, run.Data.StandIn));
        Assert.Contains("-p data=tiles", run.Command, StringComparison.Ordinal);
        Assert.Equal("small", run.Metrics.Mode);
        Assert.InRange(run.Metrics.Claims.Single(c => c.Name == "zero-shot, AUROC over pictures").Here!.Value, 0, 1);
        Assert.All(run.Metrics.Claims, claim => Assert.False(claim.Asserted));
        foreach (var name in new[]
        {
            MaedayRecords.Reconstructions, MaedayRecords.Maps, MaedayRecords.Kinds, MaedayRecords.FewShot,
            MaedayRecords.Ensemble, MaedayRecords.Claims,
        })
        {
            Assert.NotEmpty(run.Figure(name).ToBundle().Text);
        }

        foreach (var kind in new[] { "blowhole", "break", "crack", "fray", "uneven" })
        {
            Assert.Contains(kind, run.Figure(MaedayRecords.Kinds).Text, StringComparison.Ordinal);
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string Refused() => Assert.Throws<DataException>(() => MaedayData.Load(Recipe, seed: 1)).Message;

    // A gradient, with a bright bar where there is a defect; masks are black with the same bar.
    private void Write(
        string name, int count, int width, int height, bool grey = false, bool defect = false, string suffix = "")
    {
        var target = folder.CreateSubdirectory(name).FullName;
        var isMask = suffix.Length > 0;
        for (var i = 0; i < count; i++)
        {
            var shade = isMask ? 0 : 60 + (3 * i);
            var path = Path.Combine(target, $"{i:00}{suffix}.png");
            if (grey)
            {
                File.WriteAllBytes(path, GreyPictures.Png(width, height, (x, y) => (byte)(Bar(x) ? 250 : shade + y)));
                continue;
            }

            File.WriteAllBytes(path, Png.Encode(RgbImage.From(width, height, (x, y) => Bar(x)
                ? new(255, 255, 255)
                : new((byte)shade, (byte)(shade + (isMask ? 0 : y)), 0))));
        }

        bool Bar(int x) => defect && x is > 8 and < 16;
    }
}
