using System.Security.Cryptography;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace NotebookKit.Data;

/// <summary>
/// Pictures with their labels, held as whole tensors: 8-bit pixels stay resident, <see cref="Batches"/> turns them into
/// floats. The
/// set owns its tensors; no dispose scope frees them.
/// </summary>
public sealed class ImageSet : IDisposable
{
    /// <summary>Makes a set and takes over the tensors.</summary>
    /// <param name="images">[N, C, H, W], uint8.</param>
    /// <param name="labels">[N], int64, each in 0..K-1.</param>
    /// <param name="classes">K names in label order.</param>
    /// <param name="source">Which data this is.</param>
    /// <param name="masks">By name, each [N, H, W], bool; null means none.</param>
    /// <param name="subjects">[N], int64, what each picture shows (CIFAR-10 class); null where it is not known.</param>
    /// <exception cref="DataException">A tensor has another shape or type, or a label is outside 0..K-1.</exception>
    public ImageSet(
        Tensor images, Tensor labels, IReadOnlyList<string> classes, DataUse source,
        IReadOnlyDictionary<string, Tensor>? masks = null, Tensor? subjects = null)
    {
        Images = Own(images, "images", ScalarType.Byte, 4, images);
        Labels = Own(labels, "labels", ScalarType.Int64, 1, images);
        Masks = (masks ?? new Dictionary<string, Tensor>()).ToDictionary(
            mask => mask.Key, mask => Own(mask.Value, $"mask '{mask.Key}'", ScalarType.Bool, 3, images));
        Subjects = subjects is null ? null : Own(subjects, "subjects", ScalarType.Int64, 1, images);
        (Classes, Source) = (classes, source);
        CheckLabels();
    }

    /// <summary>[N, C, H, W], uint8.</summary>
    public Tensor Images { get; }

    /// <summary>[N], int64.</summary>
    public Tensor Labels { get; }

    /// <summary>Class names in label order.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Which data this is.</summary>
    public DataUse Source { get; }

    /// <summary>Known regions by name, each [N, H, W], bool.</summary>
    public IReadOnlyDictionary<string, Tensor> Masks { get; }

    /// <summary>[N], int64, what each picture shows (CIFAR-10 class); null where it is not known.</summary>
    public Tensor? Subjects { get; }

    /// <summary>Number of pictures N.</summary>
    public long Count => Images.shape[0];

    /// <summary>Makes a set from arrays.</summary>
    /// <param name="planes">[N * channels * height * width].</param>
    /// <param name="channels">C.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="labels">[N], each in 0..K-1.</param>
    /// <param name="classes">K names in label order.</param>
    /// <param name="source">Which data this is.</param>
    /// <param name="masks">By name, each [N * H * W]; null means none.</param>
    /// <param name="subjects">[N], what each picture shows; null where it is not known.</param>
    /// <exception cref="DataException">As the constructor.</exception>
    public static ImageSet FromPlanes(
        byte[] planes, int channels, int height, int width, long[] labels, IReadOnlyList<string> classes,
        DataUse source, IReadOnlyDictionary<string, bool[]>? masks = null, long[]? subjects = null) => new(
            tensor(planes, [labels.Length, channels, height, width]), tensor(labels), classes, source,
            masks?.ToDictionary(mask => mask.Key, mask => tensor(mask.Value, [labels.Length, height, width])),
            subjects is null ? null : tensor(subjects));

    /// <summary>The pictures at some places, in that order, as a set of its own.</summary>
    /// <param name="indices">Places in 0..N-1; a place may come twice.</param>
    /// <exception cref="DataException">There is no index or one is outside 0..N-1.</exception>
    public ImageSet Select(ReadOnlySpan<long> indices)
    {
        if (indices.IsEmpty)
        {
            throw new DataException("A selection must have at least one picture, but has none.");
        }

        foreach (var index in indices)
        {
            if (index < 0 || index >= Count)
            {
                throw new DataException($"A selection has index {index}; indices run from 0 to {Count - 1}.");
            }
        }

        using var at = tensor(indices.ToArray()).to(Images.device);
        return Map(whole => whole.index_select(0, at));
    }

    /// <summary>The first pictures, as a set of its own.</summary>
    /// <param name="count">Number of pictures, 1 to N.</param>
    /// <exception cref="DataException">The count is outside 1..N.</exception>
    public ImageSet Take(long count) => count >= 1 && count <= Count
        ? Map(whole => whole.narrow(0, 0, count).clone())
        : throw new DataException($"The number of pictures to take must lie in 1..{Count}, but is {count}.");

    /// <summary>The same pictures on another device, as a set of its own.</summary>
    /// <param name="device">Where its tensors lie.</param>
    public ImageSet To(Device device) => Map(whole => whole.to(device, copy: true));

    /// <summary>Two sets without a common picture, drawn at random.</summary>
    /// <param name="share">Share of the pictures in <c>Held</c>, in (0, 1); the count is rounded.</param>
    /// <param name="seed">Names the draw; the same seed always makes the same split.</param>
    /// <exception cref="DataException">One of the two would be empty.</exception>
    public (ImageSet Remaining, ImageSet Held) Split(double share, long seed)
    {
        var (rest, held) = Data.Split.Indices(Count, share, seed);
        return (Select(rest), Select(held));
    }

    /// <summary>The same pictures and more of one class behind them, as a set of its own.</summary>
    /// <param name="images">[M, C, H, W], float in [0, 1] or uint8; floats are rounded to the nearest of 256
    /// levels.</param>
    /// <param name="label">Their class.</param>
    /// <param name="change">What was done, for <see cref="Source"/>.</param>
    /// <exception cref="DataException">The set has masks or subjects, which the new pictures lack, or the size
    /// differs.</exception>
    public ImageSet With(Tensor images, long label, string change)
    {
        if (Masks.Count > 0 || Subjects is not null)
        {
            throw new DataException(
                "Pictures can only be added to a set without masks and subjects; this one has some.");
        }

        if (images.shape.Length != 4 || !images.shape.AsSpan(1).SequenceEqual(Images.shape.AsSpan(1)))
        {
            throw new DataException($"Pictures to add must be like {Shape(Images)}, but are {Shape(images)}.");
        }

        using var scope = NewDisposeScope();
        var bytes = images.dtype == ScalarType.Byte
            ? images
            : images.mul(255).round().clamp(0, 255).to(ScalarType.Byte);
        var all = cat([Images, bytes.to(Images.device)]);
        var labels = cat([Labels, full(images.shape[0], label, ScalarType.Int64, Labels.device)]);
        return new(all, labels, Classes, Source with { Description = $"{Source.Description}; {change}" });
    }

    /// <summary>The pixels as an array, for code that works on bytes.</summary>
    /// <returns>[N * C * H * W].</returns>
    public byte[] ToPlanes()
    {
        using var here = Images.cpu();
        return here.data<byte>().ToArray();
    }

    /// <summary>The labels as an array.</summary>
    /// <returns>[N].</returns>
    public long[] ToLabels()
    {
        using var here = Labels.cpu();
        return here.data<long>().ToArray();
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var owned in Masks.Values.Append(Images).Append(Labels))
        {
            owned.Dispose();
        }

        Subjects?.Dispose();
    }

    /// <summary>The same labels, masks and subjects with altered pixels of the same shape; the source says what was
    /// done.</summary>
    internal ImageSet WithPixels(byte[] planes, string change) => new(
        tensor(planes, Images.shape), Labels.clone(), Classes,
        Source with { Sha256 = HashOf(planes, ToLabels()), Description = $"{Source.Description}; {change}" },
        CloneMasks(), Subjects?.clone());

    /// <summary>SHA-256 over pixels and labels: what a generated or altered set is.</summary>
    internal static string HashOf(ReadOnlySpan<byte> planes, ReadOnlySpan<long> labels)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(planes);
        hash.AppendData(MemoryMarshal.AsBytes(labels));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private ImageSet Map(Func<Tensor, Tensor> change) => new(
        change(Images), change(Labels), Classes, Source,
        Masks.ToDictionary(mask => mask.Key, mask => change(mask.Value)),
        Subjects is null ? null : change(Subjects));

    private Dictionary<string, Tensor> CloneMasks() => Masks.ToDictionary(mask => mask.Key, mask => mask.Value.clone());

    private static Tensor Own(Tensor value, string name, ScalarType type, int rank, Tensor images)
    {
        if (value.dtype != type || value.shape.Length != rank || value.shape[0] != images.shape[0] ||
            (rank == 3 && !value.shape.AsSpan(1).SequenceEqual(images.shape.AsSpan(2))))
        {
            var form = rank switch { 4 => "[N, C, H, W]", 3 => "[N, H, W]", _ => "[N]" };
            throw new DataException(
                $"{name} must be {form} of {type} for images of {Shape(images)}, but is {Shape(value)} of " +
                $"{value.dtype}.");
        }

        return value.DetachFromDisposeScope();
    }

    private void CheckLabels()
    {
        var labels = ToLabels();
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= Classes.Count)
            {
                throw new DataException($"labels[{i}] is {labels[i]}; labels run from 0 to {Classes.Count - 1}.");
            }
        }
    }

    private static string Shape(Tensor value) => $"[{string.Join(", ", value.shape)}]";
}
