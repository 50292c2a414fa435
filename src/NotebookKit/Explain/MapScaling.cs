using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Explain;

/// <summary>From a layer's raw map to one that can be laid over the image: scale per image, then resize.</summary>
public static class MapScaling
{
    private const double Epsilon = 1e-7;

    /// <summary>M - min M, divided by 1e-7 + its maximum, per image. An all-zero map stays zero.</summary>
    /// <param name="maps">[N, h, w].</param>
    /// <returns>[N, h, w] in [0, 1).</returns>
    public static Tensor ScaleToUnit(this Tensor maps)
    {
        maps.Require("N h w");
        var shifted = maps - maps.amin([1, 2], keepdim: true);              // [N, h, w], minimum 0
        return shifted / (shifted.amax([1, 2], keepdim: true) + Epsilon);
    }

    /// <summary>Bilinear resize with half-pixel centres (align_corners = false): the other convention shifts a map by half
    /// a cell.</summary>
    /// <param name="maps">[N, h, w].</param>
    /// <param name="height">Height H of the result, pixels.</param>
    /// <param name="width">Width W of the result, pixels.</param>
    /// <returns>[N, H, W].</returns>
    public static Tensor ResizeTo(this Tensor maps, long height, long width) =>
        F.interpolate(maps.Require("N h w").unsqueeze(1), size: [height, width], mode: InterpolationMode.Bilinear,
            align_corners: false).squeeze(1);
}
