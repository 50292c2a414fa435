using NotebookKit.Kernel.Execution;
using NotebookKit.Runs;
using NotebookKit.Show;
using Xunit;

namespace NotebookKit.Notebooks.Tests;

/// <summary>The notebooks that take a user's pictures, run through with <c>data=FOLDER</c>: every cell and every figure
/// on a few generated pictures in odd sizes.</summary>
public sealed class OwnFolderTests : IDisposable
{
    private readonly DirectoryInfo output = Directory.CreateTempSubdirectory("nk-own-");
    private readonly DirectoryInfo pictures = Directory.CreateTempSubdirectory("my-pictures-");

    [Fact]
    public void Bagan_ClassFolders_TakesTheSmallestAsMinority()
    {
        Write("apples", 9, 24, 20);
        Write("pears", 8, 17, 31);
        Write("plums", 4, 20, 20);

        var (page, metrics) = Run("02-bagan");

        Assert.Contains("class plums has 3 training pictures, the largest class 7", page, StringComparison.Ordinal);
        Assert.Equal(pictures.Name, Assert.Single(metrics.Data).Id);
        Assert.NotEmpty(metrics.Claims);
        Assert.DoesNotContain(metrics.Claims, claim => claim.Asserted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void CounterfactualGan_TwoClassFolders_MeasuresOverlapWhereThereAreMasks(bool masks)
    {
        Write("whole", 20, 40, 36);
        Write("damaged", 20, 40, 36, bar: true);
        if (masks)
        {
            Write("masks", 20, 40, 36, bar: true, mask: true);
        }

        var (page, metrics) = Run("03-counterfactual-gan");

        Assert.Equal(masks, metrics.Claims.Any(claim => claim.Name.StartsWith("IoU", StringComparison.Ordinal)));
        Assert.Equal(!masks, page.Contains("This data has no masks", StringComparison.Ordinal));
        Assert.Equal(masks, File.Exists(Path.Combine(output.FullName, RecordedRun.FileName)));
        Assert.DoesNotContain(metrics.Claims, claim => claim.Asserted);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void Maeday_LayoutOfMvtec_OfTwoNormalPictures_ShowsWhatTheFolderCanTell(bool defects, bool masks)
    {
        Write("train/good", 2, 40, 36);
        Write("test/good", 3, 32, 48);
        if (defects)
        {
            Write("test/scratch", 3, 50, 32, bar: true);
        }

        if (masks)
        {
            Write("ground_truth/scratch", 3, 50, 32, bar: true, suffix: "_mask");
        }

        var (page, metrics) = Run("04-maeday", new KeyValuePair<string, string>("pretraining", "textures"));

        Assert.Contains(
            "k = 4 is left out: the category with the fewest normal training pictures has 2.", page,
            StringComparison.Ordinal);
        Assert.Equal(defects, metrics.Claims.Any(
            claim => claim.Name.Contains("over pictures", StringComparison.Ordinal)));
        Assert.Equal(masks, metrics.Claims.Any(claim => claim.Name.Contains("over pixels", StringComparison.Ordinal)));
        Assert.Equal(!defects, page.Contains("AUROC over pictures is not defined for", StringComparison.Ordinal));
        Assert.Equal(!masks, page.Contains("Figures over pixels need masks", StringComparison.Ordinal));
        Assert.DoesNotContain(metrics.Claims, claim => claim.Asserted);
    }

    public void Dispose()
    {
        output.Delete(recursive: true);
        pictures.Delete(recursive: true);
    }

    private (string Page, RunMetrics Metrics) Run(string name, params KeyValuePair<string, string>[] more)
    {
        var outcome = PaperNotebook.Run(
            name, output.FullName, [new("mode", "smoke"), new("data", pictures.FullName), .. more]);

        Assert.True(outcome.ExitCode == ExitCodes.Ok, outcome.Message);
        return (
            File.ReadAllText(outcome.ReportPath!), RunMetrics.Read(Path.Combine(output.FullName, RunMetrics.FileName)));
    }

    // A gradient whose shade differs from picture to picture; masks are black. A bar is the defect.
    private void Write(
        string name, int count, int width, int height, bool bar = false, string suffix = "", bool mask = false)
    {
        mask |= suffix.Length > 0;
        var target = pictures.CreateSubdirectory(name).FullName;
        for (var i = 0; i < count; i++)
        {
            var shade = mask ? 0 : 40 + (9 * i);
            var picture = RgbImage.From(width, height, (x, y) => bar && x is > 8 and < 16
                ? new(255, 255, 255)
                : new((byte)shade, (byte)(mask ? 0 : (name.Length * 11) + y), 0));
            File.WriteAllBytes(Path.Combine(target, $"{i:00}{suffix}.png"), Png.Encode(picture));
        }
    }
}
