using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.Maeday;

/// <summary>What a memory of normal pictures compares: a vector for each place of a picture.</summary>
public interface ILocalFeatures
{
    /// <summary>Vectors of pictures.</summary>
    /// <param name="images">[N, C, H, H], normalised.</param>
    /// <returns>[N, D, h, h].</returns>
    Tensor Of(Tensor images);

    /// <summary>The support as the memory takes it: a place for changed copies.</summary>
    /// <param name="support">[k, C, H, H], normalised.</param>
    /// <returns>Pictures for <see cref="Of"/>.</returns>
    Tensor Enlarge(Tensor support);
}

/// <summary>
/// Square patches of pixels around every place, their own mean removed, as principal components of the support. A
/// stand-in for the features of a large network where no weights are at hand (specification, section 5).
/// </summary>
public sealed class LocalPatches : ILocalFeatures, IDisposable
{
    private const long Grid = 32;                                         // places in a row of a larger picture
    private const long Side = 6;                                          // of a patch, in pixels, or more

    private readonly int side;
    private readonly long stride;
    private readonly Tensor components;                                   // [C p p, D]

    private LocalPatches(int side, long stride, Tensor components) =>
        (this.side, this.stride, this.components) = (side, stride, components);

    /// <summary>Finds the principal components of the support's patches.</summary>
    /// <param name="support">[k, C, H, H], normalised. Every pixel is a place up to H = 32; a larger picture has a grid
    /// of 32 x 32 places.</param>
    /// <param name="count">D, components, at most C p p.</param>
    public static LocalPatches Fit(Tensor support, int count = 12)
    {
        using var scope = NewDisposeScope();
        var step = Math.Max(1, support.shape[2] / Grid);
        var patch = (int)Math.Max(Side, 2 * step);                         // p: neighbouring patches overlap
        // [M, C p p]
        var rows = Patches(Reflect(support, support.shape[2] / 4), patch, step).transpose(1, 2).flatten(0, 1);
        var centred = (rows - rows.mean([0], keepdim: true)).to(ScalarType.Float64);
        var (_, vectors) = linalg.eigh(centred.t().matmul(centred).cpu());    // eigenvalues rise
        var kept = Math.Min(count, vectors.shape[1]);
        return new(
            patch, step, vectors.narrow(1, vectors.shape[1] - kept, kept).to(ScalarType.Float32).contiguous()
                .to(support.device).DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public Tensor Of(Tensor images)
    {
        using var scope = NewDisposeScope();
        // patches lie around the middles of their cells
        var before = (side - stride) / 2;
        var after = side - stride - before;
        var padded = F.pad(images, [before, after, before, after], PaddingModes.Reflect);
        var patches = Patches(padded, side, stride).transpose(1, 2).matmul(components);      // [N, h h, D]
        var places = images.shape[2] / stride;
        return patches.transpose(1, 2).reshape(images.shape[0], -1, places, places).MoveToOuterDisposeScope();
    }

    /// <summary>The support reflected beyond its borders by a quarter of its side.</summary>
    /// <inheritdoc/>
    public Tensor Enlarge(Tensor support) => Reflect(support, support.shape[2] / 4);

    /// <inheritdoc/>
    public void Dispose() => components.Dispose();

    private static Tensor Reflect(Tensor images, long by) => F.pad(images, [by, by, by, by], PaddingModes.Reflect);

    // [N, C p p, places], each patch without its mean.
    private static Tensor Patches(Tensor images, int side, long stride)
    {
        var patches = F.unfold(images, side, stride: stride);
        return patches - patches.mean([1], keepdim: true);
    }
}
