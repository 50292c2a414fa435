using NotebookKit.Data;
using NotebookKit.Data.Procedural;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.Maeday;

/// <summary>The pictures that a masked autoencoder learns from: arbitrary ones, never the surfaces of the test. Step k
/// always gets the same pictures.</summary>
internal sealed class PretrainingPictures : IDisposable
{
    private const double LeastArea = 0.2;                                 // of a random crop, as the published MAE
    private const int Enlarged = 2;                                       // folders are kept so much larger

    private readonly Func<int, Tensor> at;
    private readonly ImageSet? set;

    private PretrainingPictures(Func<int, Tensor> at, PixelScale scale, DataUse source, ImageSet? set = null) =>
        (this.at, Scale, Source, this.set) = (at, scale, source, set);

    /// <summary>How pixels come to the network.</summary>
    public PixelScale Scale { get; }

    /// <summary>What the pictures are.</summary>
    public DataUse Source { get; }

    /// <summary>Finds the pictures that a recipe names.</summary>
    /// <param name="recipe">Their name.</param>
    /// <param name="data">Decides the channels.</param>
    /// <param name="seed">Names the order, or the pictures themselves.</param>
    /// <exception cref="DataException">They are missing or damaged.</exception>
    public static PretrainingPictures For(MaedayRecipe recipe, MaedayData data, long seed)
    {
        var wantsCifar = recipe.Pretraining == Cifar10.Id
            || (recipe.Pretraining == "auto" && recipe.Data != "procedural"
            && Datasets.Find(Cifar10.Id, Cifar10.TrainFiles[0]) is not null);
        return wantsCifar ? Cifar(recipe, data.Channels, seed)
            : recipe.Pretraining is "auto" or "textures" ? Textures(recipe, data, seed)
            : Folder(recipe, data.Channels, seed);
    }

    /// <summary>The pictures of a step; the caller's.</summary>
    /// <returns>[B, C, side, side], normalised.</returns>
    public Tensor At(int step) => at(step);

    /// <inheritdoc/>
    public void Dispose() => set?.Dispose();

    private static PretrainingPictures Textures(MaedayRecipe recipe, MaedayData data, long seed)
    {
        if (recipe.Encoder.Side != ProceduralTextures.Side)
        {
            throw new DataException(
                $"Procedural textures are {ProceduralTextures.Side} pixels wide, but mode {recipe.Mode} wants "
                + $"{recipe.Encoder.Side}: give a checkpoint file or a folder of pictures with pretraining=PATH.");
        }

        var scale = data.Source.StandIn ? PixelScale.Textures : PixelScale.Photographs;
        return new(
            step => ProceduralTextures.Arbitrary(recipe.BatchSize, seed, (long)step * recipe.BatchSize)
                .expand(-1, data.Channels, -1, -1),
            scale, new(
                ProceduralTextures.Id, "",
                $"{(long)recipe.Steps * recipe.BatchSize:N0} arbitrary procedural pictures, seed {seed}",
                    StandIn: true));
    }

    private static PretrainingPictures Cifar(MaedayRecipe recipe, int channels, long seed)
    {
        var file = Cifar10.TrainFiles[0];
        var photographs = Cifar10.Load(Datasets.Require(Cifar10.Id, file).Directory, file);
        return Crops(recipe, photographs, channels, seed, whole: true);
    }

    private static PretrainingPictures Folder(MaedayRecipe recipe, int channels, long seed)
    {
        var pictures = PictureFiles.Load(recipe.Pretraining, Enlarged * (int)recipe.Encoder.Side, channels);
        return Crops(recipe, pictures, channels, seed, whole: false);
    }

    private static PretrainingPictures Crops(
        MaedayRecipe recipe, ImageSet pictures, int channels, long seed, bool whole)
    {
        var sequence = new BatchSequence(pictures, recipe.BatchSize, seed);
        var side = recipe.Encoder.Side;
        return new(
            step =>
            {
                using var scope = NewDisposeScope();
                var images = InChannels(sequence.At(step).Images, channels);
                using var generator = new Generator((ulong)((seed << 32) + step));
                var draws = rand(images.shape[0], 4, generator: generator).data<float>().ToArray();
                return PixelScale.Photographs.Apply(cat([.. images.split(1).Select((image, i) => Crop(
                    image, draws.AsSpan(4 * i, 4), side, whole))])).MoveToOuterDisposeScope();
            },
            PixelScale.Photographs, pictures.Source, pictures);
    }

    // Random square crop, flipped in half of the cases; CIFAR's 32 pixels are taken whole, so that nothing is blurred.
    private static Tensor Crop(Tensor image, ReadOnlySpan<float> draw, long side, bool whole)
    {
        var flipped = draw[3] < 0.5 ? image.flip(3) : image;
        if (whole && image.shape[2] == side)
        {
            return flipped;
        }

        var edge = (long)Math.Round(image.shape[2] * Math.Sqrt(LeastArea + ((1 - LeastArea) * draw[0])));
        var (top, left) = (
            (long)(draw[1] * (image.shape[2] - edge + 1)), (long)(draw[2] * (image.shape[3] - edge + 1)));
        var crop = flipped.narrow(2, top, edge).narrow(3, left, edge);
        return F.interpolate(crop, [side, side], mode: InterpolationMode.Bicubic, align_corners: false)
            .clamp(0, 1);
    }

    /// <summary>Grey as the mean of the channels, or grey in every channel.</summary>
    /// <param name="images">[N, C, H, W], float.</param>
    /// <param name="channels">1 or 3.</param>
    private static Tensor InChannels(Tensor images, int channels) => images.shape[1] == channels ? images
        : images.mean([1], keepdim: true).expand(-1, channels, -1, -1);
}
