using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>Pictures of what the method does: masks, reconstructions, maps.</summary>
/// <param name="trial">Surfaces and network.</param>
public sealed class MaedayGallery(MaedayTrial trial)
{
    private const int Shown = 8;
    private static readonly Rgb Grey = new(128, 128, 128);
    private static readonly Rgb Contour = new(255, 64, 32);

    /// <summary>One masked picture of each category: what the network sees, what it makes of it, and where it is
    /// wrong.</summary>
    public Figure Reconstructions()
    {
        using var scope = NewDisposeScope();
        var rows = trial.Data.Categories.Take(4)
            .SelectMany(category => Enumerable.Range(0, 2).Select(
                defect => (category, place: Array.IndexOf(category.Defective, (long)defect))))
            .Where(shown => shown.place >= 0).Select(shown => Row(shown.category, shown.place)).ToArray();
        return ImageGrid.Draw(
            [.. rows.Select(row => row.Pictures)], [.. rows.Select(row => row.Label)],
            $"The masked autoencoder in one figure: {trial.Recipe.MaskRatio:P0} of the patches are removed, and the "
            + "decoder fills "
            + "them from the rest. Error: squared, removed patches only, one scale for all rows.",
            titles: [.. rows.Select((_, i) => i == rows.Length - 1
                ? new[] { "picture", "seen", "output", "pasted", "error" } : ["", "", "", "", ""])],
            alt: $"{rows.Length} rows of picture, visible patches, decoder's output, output pasted into the "
                + "picture, error.")
            .On(trial.Data.Source);

        (string Label, RgbImage[] Pictures) Row(MaedayCategory category, int place)
        {
            var what = category.Defective[place] == 1 ? "defective" : "sound";
            var image = Window(category, place);
            var (pixels, removed) = new AnomalyMapper(trial.Pretraining.Network, trial.Recipe.Plan)
                .Reconstruct(image, 0, trial.MaskSeed(0));
            var errors = MaedayMethod.Errors(image, pixels) * removed;
            return ($"{category.Name}, {what}",
            [
                Picture(image[0]), Hide(image[0], removed[0]), Picture(pixels[0]),
                Picture(where(removed.unsqueeze(1) > 0, pixels, image)[0]),
                    Heat(errors[0], trial.Pretraining.Network.Encoder.Channels),
            ]);
        }
    }

    /// <summary>One defective picture under eight masks, and the running mean of the map: the defect emerges.</summary>
    public Figure Query()
    {
        using var scope = NewDisposeScope();
        var category = trial.Data.Categories.FirstOrDefault(c => c.HasDefectivePixels) ?? trial.Data.Categories[0];
        var place = Math.Max(0, Array.IndexOf(category.Defective, 1));
        var image = Window(category, place);
        var masks = Math.Min(Shown, trial.Recipe.Masks);
        var mapper = new AnomalyMapper(trial.Pretraining.Network, trial.Recipe.Plan);
        var parts = Enumerable.Range(0, masks).Select(
            i => mapper.Reconstruct(image, i, trial.MaskSeed(0))).ToArray();
        var running = mapper.MapsAfter(image, trial.MaskSeed(0), [.. Enumerable.Range(1, masks)]);
        var top = running.Max(map => map.max().item<float>());
        var pictures = new List<IReadOnlyList<RgbImage>>
        {
            parts.Select(p => Hide(image[0], p.Removed[0])).ToArray(),
                parts.Select(p => Picture(p.Pixels[0])).ToArray(),
            parts.Select(p => Heat(
                (MaedayMethod.Errors(image, p.Pixels) * p.Removed)[0],
                    trial.Pretraining.Network.Encoder.Channels)).ToArray(),
            running.Select(map => Heat(map[0], top)).ToArray(),
        };
        var labels = new List<string> { "seen", "output", "error", "mean map" };
        if (category.HasDefectivePixels)
        {
            pictures.Add([Picture(image[0]), Outlined(category, place, image[0])]);
            labels.Add("picture, defect");
        }

        return ImageGrid.Draw(
            pictures, labels,
                $"One query of '{category.Name}' under {masks} of its {trial.Recipe.Masks} masks. A mask marks every "
            + "edge that it hides; in the mean over the masks the defect stands out.",
            titles: [.. pictures.Select((row, i) => row.Select((_, k) => i == 3 ? $"{k + 1}" : "").ToArray())],
            alt: $"Rows {string.Join(", ", labels)}; columns are masks 1 to {masks}.").On(trial.Data.Source);
    }

    /// <summary>Defective and sound pictures with their maps.</summary>
    /// <param name="zero">The maps.</param>
    /// <param name="columns">Pictures of each category.</param>
    public Figure Maps(MaedayZeroShot zero, int columns = 10)
    {
        using var scope = NewDisposeScope();
        var rows = new List<IReadOnlyList<RgbImage>>();
        var labels = new List<string>();
        foreach (var (category, maps) in trial.Data.Categories.Zip(zero.Maps).Take(3))
        {
            var places = MaedayData.Places(category, columns);
            var images = trial.Inputs(category);
            var means = Means(images.index_select(0, tensor(places)));
            rows.Add([.. places.Select(at => Outlined(category, at, images[at]))]);
            rows.Add([.. Enumerable.Range(0, places.Length).Select(i => Picture(means[i]))]);
            rows.Add([.. places.Select(at => Laid(images[at], maps[at], maps.max().item<float>()))]);
            labels.AddRange([category.Name, "mean output", "map"]);
        }

        return ImageGrid.Draw(
            rows, labels,
            "Test pictures with the outline of the true defect, the mean of the reconstructions under all masks, "
            + "each pixel over "
            + "the masks that hide it, and the map over the picture. One colour scale per category.",
            alt: $"Rows {string.Join(", ", labels)}; {columns} test pictures of each category.").On(trial.Data.Source);
    }

    /// <summary>The worst misses: defective pictures that score lowest and sound ones that score highest.</summary>
    /// <param name="zero">The maps.</param>
    /// <param name="columns">Pictures of each row.</param>
    public Figure Failures(MaedayZeroShot zero, int columns = 8)
    {
        using var scope = NewDisposeScope();
        var rows = new List<IReadOnlyList<RgbImage>>();
        var (labels, titles) = (new List<string>(), new List<string[]>());
        foreach (var (category, maps) in trial.Data.Categories.Zip(zero.Maps).Take(3))
        {
            var scores = MaedayMethod.Scores(maps);
            var kinds = category.Test.ToLabels();
            var images = trial.Inputs(category);
            foreach (var (wanted, what) in new[] { (1L, "missed"), (0L, "false alarm") })
            {
                int[] places = [.. Enumerable.Range(0, scores.Length).Where(i => category.Defective[i] == wanted)
                    .OrderBy(i => wanted == 1 ? scores[i] : -scores[i]).Take(columns)];
                rows.Add([.. places.Select(at => Outlined(category, at, images[at]))]);
                rows.Add([.. places.Select(at => Laid(images[at], maps[at], maps.max().item<float>()))]);
                labels.AddRange([$"{category.Name}, {what}", "map"]);
                titles.Add([.. places.Select(_ => "")]);
                titles.Add([.. places.Select(at => category.Test.Classes[(int)kinds[at]])]);
            }
        }

        return ImageGrid.Draw(
            rows, labels,
                "Where it fails: the defective pictures with the lowest scores, worst first, and the sound ones with "
            + "the highest.", titles: titles, alt: $"Rows {string.Join(", ", labels)}.").On(trial.Data.Source);
    }

    /// <summary>A map laid over its picture at one half.</summary>
    internal RgbImage Laid(Tensor image, Tensor map, double top) => Overlay.Blend(Picture(image), Heat(map, top), 0.6);

    // The mean of the reconstructions of each pixel over the masks that hide it; visible where no mask does.
    private Tensor Means(Tensor images)
    {
        using var scope = NewDisposeScope();
        var windows = new SlidingWindows(images.shape[2], trial.Pretraining.Network.Encoder.Side);
        var cut = windows.Cut(images);
        var mapper = new AnomalyMapper(trial.Pretraining.Network, trial.Recipe.Plan);
        var (sum, weight) = (zeros_like(cut), zeros(cut.shape[0], 1, cut.shape[2], cut.shape[3]));
        for (var i = 0; i < trial.Recipe.Masks; i++)
        {
            var (pixels, removed) = mapper.Reconstruct(cut, i, trial.MaskSeed(0));
            sum.add_(pixels * removed.unsqueeze(1));
            weight.add_(removed.unsqueeze(1));
        }

        var means = where(weight > 0, sum / weight.clamp_min(1), cut);
        return stack([.. Enumerable.Range(0, (int)cut.shape[1]).Select(c => windows.Join(means.select(1, c)))], 1)
            .MoveToOuterDisposeScope();
    }

    // The picture, or of a large one the window of the network's side with most of the defect.
    private Tensor Window(MaedayCategory category, long place)
    {
        var image = trial.Inputs(category).narrow(0, place, 1);
        var windows = new SlidingWindows(image.shape[2], trial.Pretraining.Network.Encoder.Side);
        if (windows.Count == 1)
        {
            return image;
        }

        var best = category.HasDefectivePixels
            ? windows.Cut(
                category.Test.Masks[MaedayCategory.Defect].narrow(0, place, 1).unsqueeze(1).to(ScalarType.Float32))
                .flatten(1).sum(1).argmax().item<long>()
            : 0;
        return windows.Cut(image).narrow(0, best, 1);
    }

    private RgbImage Picture(Tensor image)
    {
        using var scope = NewDisposeScope();
        return RgbImage.FromTensor(trial.Pretraining.Scale.Invert(image).nan_to_num());
    }

    private RgbImage Hide(Tensor image, Tensor removed)
    {
        var picture = Picture(image);
        var hidden = removed.data<float>().ToArray();
        return RgbImage.From(
            picture.Width, picture.Height, (x, y) => hidden[(y * picture.Width) + x] > 0 ? Grey : picture.At(x, y));
    }

    private static RgbImage Heat(Tensor map, double top) => Overlay.Colourise(Values(map), top);

    private static float[,] Values(Tensor map)
    {
        using var scope = NewDisposeScope();
        var values = new float[map.shape[0], map.shape[1]];
        Buffer.BlockCopy(
            map.contiguous().data<float>().ToArray(), 0, values, 0, sizeof(float) * values.Length);
        return values;
    }

    // The picture with the outline of its mask: pixels outside that touch the inside. A window shows no outline.
    private RgbImage Outlined(MaedayCategory category, long place, Tensor image)
    {
        var picture = Picture(image);
        if (!category.HasDefectivePixels || category.Test.Masks[MaedayCategory.Defect].shape[1] != picture.Height)
        {
            return picture;
        }

        var mask = category.Test.Masks[MaedayCategory.Defect][place].data<bool>().ToArray();
        return RgbImage.From(picture.Width, picture.Height, (x, y) => !At(x, y)
            && (At(x - 1, y) || At(x + 1, y) || At(x, y - 1) || At(x, y + 1)) ? Contour : picture.At(x, y));

        bool At(int x, int y) => x >= 0 && y >= 0 && x < picture.Width && y < picture.Height
            && mask[(y * picture.Width) + x];
    }
}
