using NotebookKit.Interactive;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Explain;

/// <summary>Score-CAM (Wang et al. 2020), in the form of the widely used reference code: each channel, resized to the input,
/// masks the image; the softmax of the scores of the masked images weighs the channels. No gradients.</summary>
/// <remarks>Costs one forward pass per image and channel.</remarks>
/// <inheritdoc cref="SaliencyMethod(Module{Tensor, Tensor}, Module{Tensor, Tensor}, Score?)"/>
public sealed class ScoreCam(Module<Tensor, Tensor> model, Module<Tensor, Tensor> layer, Score? score = null)
    : SaliencyMethod(model, layer, score)
{
    private const double Epsilon = 1e-8;
    private const long MaskedImagesPerPass = 512;

    /// <inheritdoc/>
    public override string Name => "Score-CAM";

    /// <inheritdoc/>
    protected override Tensor RawMap(TappedPass pass)
    {
        var (n, c) = (pass.Activation.shape[0], pass.Activation.shape[1]);
        var (height, width) = (pass.Images.shape[2], pass.Images.shape[3]);
        var imagesPerPass = Math.Max(1, MaskedImagesPerPass / c);
        // The reference code resizes with align_corners = true here, unlike all other methods.
        var masks = F.interpolate(pass.Activation, size: [height, width], mode: InterpolationMode.Bilinear,
            align_corners: true);                                           // [N, C, H, W]
        var low = masks.amin([2, 3], keepdim: true);
        masks = (masks - low) / (masks.amax([2, 3], keepdim: true) - low + Epsilon);
        var scores = new List<Tensor>();
        for (long start = 0; start < n; start += imagesPerPass)
        {
            NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var count = Math.Min(imagesPerPass, n - start);
            var images = pass.Images.narrow(0, start, count).unsqueeze(1);  // [n, 1, C', H, W]
            var masked = images * masks.narrow(0, start, count).unsqueeze(2);       // [n, C, C', H, W]
            var classes = pass.Classes.narrow(0, start, count).repeat_interleave(c);
            var logits = Model.call(masked.flatten(0, 1));                  // [n*C, K]
            scores.Add(Score(logits, classes).reshape(count, c).MoveToOuterDisposeScope());
        }
        var weights = cat([.. scores]).softmax(1);                          // [N, C]
        return Weighted(weights, pass.Activation);                          // [N, h, w]
    }
}
