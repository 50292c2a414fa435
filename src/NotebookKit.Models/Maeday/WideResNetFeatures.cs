using System.Security.Cryptography;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Models.Backbones;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.Maeday;

/// <summary>
/// The features of PatchCore (Roth et al. 2022, section 3.1): stages 2 and 3 of an ImageNet WideResNet-50-2, each
/// averaged over 3x3 places, the coarser one brought to the finer one's grid, both side by side.
/// </summary>
public sealed class WideResNetFeatures : ILocalFeatures, IDisposable
{
    private const long Side = 224;                                        // of the pictures learned from
    private const int PerPass = 16;                                       // bounds the memory

    private readonly ResNet network;
    private readonly PixelScale scale;
    private readonly long side;

    /// <summary>Takes over a network.</summary>
    /// <param name="network">Freed with the features.</param>
    /// <param name="scale">How the pictures that come were normalised.</param>
    /// <param name="side">Smaller pictures are enlarged to it.</param>
    /// <param name="source">What the weights are.</param>
    internal WideResNetFeatures(ResNet network, PixelScale scale, long side, DataUse source)
    {
        (this.network, this.scale, this.side, Source) = (network, scale, side, source);
        network.eval();
    }

    /// <summary>What the weights are.</summary>
    public DataUse Source { get; }

    /// <summary>Reads the network's weights.</summary>
    /// <param name="path">torchvision's wide_resnet50_2, .pth or .safetensors.</param>
    /// <param name="scale">How the pictures that come were normalised.</param>
    /// <param name="device">Where to compute.</param>
    /// <exception cref="DataException">The file is missing or damaged, or has the weights of another
    /// network.</exception>
    public static WideResNetFeatures Load(string path, PixelScale scale, Device device)
    {
        var loaded = new ResNet(50, factor: 2);
        try
        {
            TrunkWeights.Load(loaded, "WideResNet-50-2", "fc", path);
            using var stream = File.OpenRead(path);
            return new(loaded.to(device), scale, Side, new(
                "embedding", Convert.ToHexStringLower(SHA256.HashData(stream)),
                $"weights of {Path.GetFileName(path)}", StandIn: false));
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <returns>[N, 512 + 1024, h, h] with h an eighth of the side, 28 for pictures of up to 224.</returns>
    public Tensor Of(Tensor images)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var parts = new List<Tensor>();
        for (long at = 0; at < images.shape[0]; at += PerPass)
        {
            NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();
            parts.Add(Pass(images.narrow(0, at, Math.Min(PerPass, images.shape[0] - at))));
        }

        return cat([.. parts]).MoveToOuterDisposeScope();
    }

    /// <summary>The support itself: the paper adds no changed copies.</summary>
    /// <inheritdoc/>
    public Tensor Enlarge(Tensor support) => support.alias();

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    private Tensor Pass(Tensor images)
    {
        using var scope = NewDisposeScope();
        var pixels = scale.Invert(images);                                // [n, C, H, H] in [0, 1]
        if (pixels.shape[2] < side)
        {
            pixels = F.interpolate(pixels, [side, side], mode: InterpolationMode.Bilinear, align_corners: false);
        }

        // Grey spreads over the three channels.
        var levels = network.Levels(PixelScale.ImageNet.Apply(pixels), stages: 3);
        var (fine, coarse) = (Neighbourhoods(levels[2]), Neighbourhoods(levels[3]));
        return cat([fine, F.interpolate(
            coarse, [fine.shape[2], fine.shape[3]], mode: InterpolationMode.Bilinear, align_corners: false)], 1)
            .MoveToOuterDisposeScope();                                   // [n, 512 + 1024, h, h]
    }

    // Beyond the border the neighbours are zeros, as the paper's code has them.
    private static Tensor Neighbourhoods(Tensor level) => F.avg_pool2d(level, 3, stride: 1, padding: 1);
}
