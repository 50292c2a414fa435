using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Models.Maeday;

/// <summary>Pictures of what the method does: masks, reconstructions, maps.</summary>
/// <param name="trial">Surfaces and network.</param>
public sealed class MaedayGallery(MaedayTrial trial)
{
    private const int Shown = 8;
    private const double MapWeight = 0.8;                                 // of a map over its picture
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
            + "decoder fills them from the rest. What it puts at visible patches is not trained. Error: squared, "
            + "removed patches only, one scale for all rows.",
            titles: [.. rows.Select((_, i) => i == rows.Length - 1
                ? new[] { "picture", "seen", "output", "pasted", "error" } : ["", "", "", "", ""])],
            alt: $"{rows.Length} rows of picture, visible patches, decoder's output, output pasted into the "
                + "picture, error.")
            .On(trial.Data.Source);

        (string Label, RgbImage[] Pictures) Row(MaedayCategory category, int place)
        {
            var what = category.Defective[place] == 1 ? "defective" : "sound";
            var (image, _) = Window(category, place);
            var (pixels, removed) = new AnomalyMapper(trial.Pretraining.Network, trial.Recipe.Plan)
                .Reconstruct(image, 0, trial.MaskSeed(0));
            var errors = MaedayMethod.Errors(image, pixels) * removed;
            return ($"{category.Name}, {what}",
            [
                Picture(image[0]), Hide(image[0], removed[0]), Picture(pixels[0]),
                Picture(where(removed.unsqueeze(1) > 0, pixels, image)[0]), Heat(errors[0], Plain),
            ]);
        }
    }

    /// <summary>One defective picture under eight masks, and the running mean of the map: the defect emerges.</summary>
    public Figure Query()
    {
        using var scope = NewDisposeScope();
        var category = trial.Data.Categories.FirstOrDefault(c => c.HasDefectivePixels) ?? trial.Data.Categories[0];
        var place = Math.Max(0, Array.IndexOf(category.Defective, 1));
        var (image, defect) = Window(category, place);
        var masks = Math.Min(Shown, trial.Recipe.Masks);
        var mapper = new AnomalyMapper(trial.Pretraining.Network, trial.Recipe.Plan);
        var parts = Enumerable.Range(0, masks).Select(
            i => mapper.Reconstruct(image, i, trial.MaskSeed(0))).ToArray();
        var running = mapper.MapsAfter(image, trial.MaskSeed(0), [.. Enumerable.Range(1, masks)]);
        var top = new HeatRange(0, running.Max(map => map.max().item<float>()));
        var pictures = new List<IReadOnlyList<RgbImage>>
        {
            parts.Select(p => Hide(image[0], p.Removed[0])).ToArray(),
            parts.Select(p => Picture(p.Pixels[0])).ToArray(),
            parts.Select(p => Heat((MaedayMethod.Errors(image, p.Pixels) * p.Removed)[0], Plain)).ToArray(),
            running.Select(map => Heat(map[0], top)).ToArray(),
        };
        var labels = new List<string> { "seen", "output", "error", "mean map" };
        if (defect is not null)
        {
            pictures.Add([Picture(image[0]), Outlined(Picture(image[0]), defect)]);
            labels.Add("picture, defect");
        }

        return ImageGrid.Draw(
            pictures, labels,
            $"One query of '{category.Name}' under {masks} of its {trial.Recipe.Masks} masks. A mask marks every edge "
            + "that it hides; in the mean over the masks remains what is wrong under all of them.",
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
            var means = Means(images.index_select(0, tensor(places).to(images.device)));
            var range = HeatRange.Of(maps);
            rows.Add([.. places.Select(at => Outlined(category, at, images[at]))]);
            rows.Add([.. Enumerable.Range(0, places.Length).Select(i => Picture(means[i]))]);
            rows.Add([.. places.Select(at => Laid(images[at], maps[at], range))]);
            labels.AddRange([category.Name, "mean output", "map"]);
        }

        return ImageGrid.Draw(
            rows, labels,
            "Test pictures with the outline of the true defect, the mean of the reconstructions under all masks, each "
            + $"pixel over the masks that hide it, and the map over the picture. {HeatRange.Caption}",
            alt: $"Rows {string.Join(", ", labels)}; {columns} test pictures of each category.").On(trial.Data.Source);
    }

    /// <summary>How far the masks agree: the mean error of a place, and its deviation from mask to mask.</summary>
    /// <param name="columns">Pictures of each category.</param>
    public Figure Agreement(int columns = 8)
    {
        using var scope = NewDisposeScope();
        var rows = new List<IReadOnlyList<RgbImage>>();
        var labels = new List<string>();
        foreach (var category in trial.Data.Categories.Take(3))
        {
            var places = MaedayData.Places(category, columns);
            var images = trial.Inputs(category).index_select(0, tensor(places).to(trial.Recipe.Device));
            var (mean, deviation) = new AnomalyMapper(trial.Pretraining.Network, trial.Recipe.Plan)
                .MeanAndDeviation(images, trial.MaskSeed(0));
            var (means, deviations) = (HeatRange.Of(mean), HeatRange.Of(deviation));
            rows.Add([.. places.Select((at, i) => Outlined(category, at, images[i]))]);
            rows.Add([.. places.Select((_, i) => Heat(mean[i], means))]);
            rows.Add([.. places.Select((_, i) => Heat(deviation[i], deviations))]);
            labels.AddRange([category.Name, "mean", "deviation"]);
        }

        return ImageGrid.Draw(
            rows, labels,
            $"The error of a place over the {trial.Recipe.Masks} masks: its mean and its standard "
            + $"deviation. {HeatRange.Caption} A high mean: wrong whatever is visible. A high deviation: the visible "
            + "neighbours decide.",
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
            var range = HeatRange.Of(maps);
            foreach (var (wanted, what) in new[] { (1L, "missed"), (0L, "false alarm") })
            {
                int[] places = [.. Enumerable.Range(0, scores.Length).Where(i => category.Defective[i] == wanted)
                    .OrderBy(i => wanted == 1 ? scores[i] : -scores[i]).Take(columns)];
                rows.Add([.. places.Select(at => Outlined(category, at, images[at]))]);
                rows.Add([.. places.Select(at => Laid(images[at], maps[at], range))]);
                labels.AddRange([$"{category.Name}, {what}", "map"]);
                titles.Add([.. places.Select(_ => "")]);
                titles.Add([.. places.Select(at => wanted == 1 ? category.Test.Classes[(int)kinds[at]] : "")]);
            }
        }

        return ImageGrid.Draw(
            rows, labels,
            "Where it fails: the defective pictures with the lowest scores, worst first, and the sound ones with the "
            + $"highest. {HeatRange.Caption}", titles: titles,
            alt: $"Rows {string.Join(", ", labels)}.").On(trial.Data.Source);
    }

    /// <summary>A map laid over its picture.</summary>
    internal RgbImage Laid(Tensor image, Tensor map, HeatRange range) =>
        Overlay.Blend(Picture(image), Heat(map, range), MapWeight);

    // The mean of the reconstructions of each pixel over the masks that hide it; visible where no mask does.
    private Tensor Means(Tensor images)
    {
        using var scope = NewDisposeScope();
        var windows = new SlidingWindows(images.shape[2], trial.Pretraining.Network.Encoder.Side);
        var cut = windows.Cut(images);
        var mapper = new AnomalyMapper(trial.Pretraining.Network, trial.Recipe.Plan);
        var (sum, weight) = (zeros_like(cut), zeros(
            cut.shape[0], 1, cut.shape[2], cut.shape[3], device: cut.device));
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

    // The picture, or of a large one the window of the network's side with most of the defect; and where that is.
    private (Tensor Image, Tensor? Defect) Window(MaedayCategory category, long place)
    {
        var image = trial.Inputs(category).narrow(0, place, 1);
        var windows = new SlidingWindows(image.shape[2], trial.Pretraining.Network.Encoder.Side);
        if (!category.HasDefectivePixels)
        {
            return (windows.Cut(image).narrow(0, 0, 1), null);
        }

        var defects = windows.Cut(category.Test.Masks[MaedayCategory.Defect].narrow(0, place, 1).unsqueeze(1));
        var most = defects.flatten(1).sum(1).argmax().item<long>();
        return (windows.Cut(image).narrow(0, most, 1), defects[most, 0]);
    }

    private RgbImage Picture(Tensor image)
    {
        using var scope = NewDisposeScope();
        return RgbImage.FromTensor(trial.Pretraining.Scale.Invert(image).nan_to_num().cpu());
    }

    private RgbImage Hide(Tensor image, Tensor removed)
    {
        var picture = Picture(image);
        var hidden = removed.cpu().data<float>().ToArray();
        return RgbImage.From(
            picture.Width, picture.Height, (x, y) => hidden[(y * picture.Width) + x] > 0 ? Grey : picture.At(x, y));
    }

    private HeatRange Plain => new(0, trial.Pretraining.Network.Encoder.Channels);

    private static RgbImage Heat(Tensor map, HeatRange range)
    {
        using var scope = NewDisposeScope();
        return Overlay.Colourise(Values((map - range.Low).clamp_min(0)), range.Top - range.Low);
    }

    private static float[,] Values(Tensor map)
    {
        using var scope = NewDisposeScope();
        var values = new float[map.shape[0], map.shape[1]];
        Buffer.BlockCopy(
            map.cpu().contiguous().data<float>().ToArray(), 0, values, 0, sizeof(float) * values.Length);
        return values;
    }

    private RgbImage Outlined(MaedayCategory category, long place, Tensor image) => category.HasDefectivePixels
        ? Outlined(Picture(image), category.Test.Masks[MaedayCategory.Defect][place])
        : Picture(image);

    // The picture with the outline of its mask: pixels outside that touch the inside.
    private static RgbImage Outlined(RgbImage picture, Tensor defect)
    {
        using var scope = NewDisposeScope();
        var mask = defect.contiguous().data<bool>().ToArray();
        return RgbImage.From(picture.Width, picture.Height, (x, y) => !At(x, y)
            && (At(x - 1, y) || At(x + 1, y) || At(x, y - 1) || At(x, y + 1)) ? Contour : picture.At(x, y));

        bool At(int x, int y) => x >= 0 && y >= 0 && x < picture.Width && y < picture.Height
            && mask[(y * picture.Width) + x];
    }
}
