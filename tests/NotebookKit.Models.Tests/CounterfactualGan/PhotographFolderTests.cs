using NotebookKit.Data;
using NotebookKit.Models.CounterfactualGan;
using NotebookKit.Show;
using TorchSharp;
using Xunit;

namespace NotebookKit.Models.Tests.CounterfactualGan;

/// <summary>A user's photographs with masks: patches by the share of the damage, split by photograph.</summary>
public sealed class PhotographFolderTests : IDisposable
{
    private const int Side = 16;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("photographs-");

    private CounterfactualRecipe Recipe => CounterfactualRecipe.Smoke with { Data = folder.FullName, Side = Side };

    [Fact]
    public void Photographs_AreCutIntoPatches_AndSplitByPhotograph()
    {
        Write(8, width: 50, height: 35);

        using var data = CounterfactualData.Load(Recipe, seed: 1);

        // 3 x 2 patches a photograph: a damaged one, one with a pixel of damage (dropped), four undamaged.
        Assert.Equal([4 * 5, 5, 3 * 5], [data.Train.Count, data.Validation.Count, data.Test.Count]);
        Assert.All([data.Train, data.Validation, data.Test], part =>
        {
            Assert.Equal([part.Count, 3, Side, Side], part.Images.shape);
            Assert.Equal(part.Count / 5, part.ToLabels().Count(label => label == CounterfactualData.Damaged));
            Assert.Equal(part.Count / 5 * 2 * Side, part.Masks[CounterfactualData.Damage].sum().ToInt64());
        });
        var shades = new[] { data.Train, data.Validation, data.Test }.Select(Shades).ToArray();
        Assert.Equal(8, shades.SelectMany(part => part).Distinct().Count());
        Assert.Equal(8, shades.Sum(part => part.Count));
        Assert.Equal(
            $"5 patches of the folder {folder.Name}, from 1 of its photographs", data.Validation.Source.Description);
        Assert.False(data.Source.StandIn);

        static HashSet<byte> Shades(ImageSet set) => [.. set.ToPlanes().Where(value => value < 200)];
    }

    [Fact]
    public void MissingMask_SmallPhotograph_TooFew_OtherSize_SaysWhatToDo()
    {
        Write(4, width: 50, height: 35);
        Refused("five or more photographs", "holds 4");
        Write(6, width: 50, height: 35);
        File.Delete(Path.Combine(folder.FullName, "masks", "3.png"));
        Refused("3.png must have its mask", "Give a mask for every photograph");
        Write(6, width: 50, height: 35);
        Save("images", 2, 50, Side - 1, (_, _) => new(1, 1, 1));
        Refused("16 pixels or more on both sides", "50x15");
        Save("images", 2, 40, 35, (_, _) => new(1, 1, 1));
        Refused("must have the size of its picture, 40x35", "50x35");

        void Refused(params string[] said)
        {
            var error = Assert.Throws<DataException>(() => CounterfactualData.Load(Recipe, seed: 1));
            Assert.All(said, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    // Each photograph has a shade of its own; two rows of the first patch are damaged, and one pixel of the second.
    private void Write(int count, int width, int height)
    {
        for (var i = 0; i < count; i++)
        {
            var shade = (byte)(10 + i);
            Save("images", i, width, height, (x, y) => Damaged(x, y) ? new(255, 255, 255) : new(shade, shade, shade));
            Save("masks", i, width, height, (x, y) => Damaged(x, y) ? new(255, 255, 255) : new(0, 0, 0));
        }

        static bool Damaged(int x, int y) => (x < Side && y < 2) || (x, y) == (Side, 0);
    }

    private void Save(string kind, int index, int width, int height, Func<int, int, Rgb> pixel) => File.WriteAllBytes(
        Path.Combine(folder.CreateSubdirectory(kind).FullName, $"{index}.png"),
        Png.Encode(RgbImage.From(width, height, pixel)));
}
