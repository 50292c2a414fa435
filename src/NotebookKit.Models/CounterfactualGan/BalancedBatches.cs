using NotebookKit.Data;
using static TorchSharp.torch;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>
/// Class-balanced batches by step: half of each class, each class in its own shuffled epochs. Otherwise the generator
/// learns only the frequent direction. Step k always gets the same pictures.
/// </summary>
internal sealed class BalancedBatches : IDisposable
{
    private const int CropShare = 14;                                     // a window of 224 in a mirrored border of 256
    private const double Strength = 0.1;

    private readonly ImageSet[] sets;
    private readonly BatchSequence[] sequences;
    private readonly Augmentation? augmentation;
    private readonly Device device;
    private readonly long seed;

    /// <summary>Parts a set by class.</summary>
    /// <param name="set">Pictures of two classes.</param>
    /// <param name="recipe">Pictures per step, 2 or more, whether they are changed at random, and the device that they
    /// go to.</param>
    /// <param name="seed">Names the order and the changes.</param>
    /// <exception cref="DataException">A class has no picture.</exception>
    public BalancedBatches(ImageSet set, CounterfactualRecipe recipe, long seed)
    {
        (this.seed, device) = (seed, recipe.Device);
        augmentation = recipe.Augments
            ? Augmentation.None.Crop(recipe.Side / CropShare, CropBorder.Reflect).Flip().Colour(Strength, Strength, 0)
            : null;
        var labels = set.ToLabels();
        var places = new long[2][];
        for (var label = 0; label < places.Length; label++)
        {
            places[label] = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == label).Select(i => (long)i)];
            if (places[label].Length == 0)
            {
                throw new DataException(
                    $"A counterfactual needs pictures of both classes, but all {set.Count} training pictures are "
                    + $"'{set.Classes[1 - label]}'. Add pictures of '{set.Classes[label]}'.");
            }
        }

        // The smaller class sets the size, so that a batch stays balanced.
        var half = Math.Max(1, Math.Min(recipe.BatchSize / 2, Math.Min(places[0].Length, places[1].Length)));
        sets = [.. places.Select(place => set.Select(place))];
        sequences = [.. sets.Select((part, label) => new BatchSequence(part, half, (2 * seed) + label))];
    }

    /// <summary>The batch of a step; its tensors belong to the caller's dispose scope.</summary>
    /// <returns>Images [B, C, H, W] in [-1, 1] and labels [B], on the recipe's device.</returns>
    public Batch At(int step)
    {
        using var scope = NewDisposeScope();
        var parts = sequences.Select(sequence => sequence.At(step)).ToArray();
        var images = cat([.. parts.Select(part => part.Images)]);         // [B, C, H, W] in [0, 1]
        images = augmentation?.Apply(images, new AugmentationKey(seed, 0, step)) ?? images;
        return new(
            (images * 2 - 1).to(device).MoveToOuterDisposeScope(),
            cat([.. parts.Select(part => part.Labels)]).to(device).MoveToOuterDisposeScope());
    }

    /// <summary>Frees the pictures.</summary>
    public void Dispose() => Array.ForEach(sets, set => set.Dispose());
}
