using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Explain;

/// <summary>XGrad-CAM (Fu et al. 2020): a channel's weight is its gradient averaged with its own activation as weight.</summary>
/// <inheritdoc cref="SaliencyMethod(Module{Tensor, Tensor}, Module{Tensor, Tensor}, Score?)"/>
public sealed class XGradCam(Module<Tensor, Tensor> model, Module<Tensor, Tensor> layer, Score? score = null)
    : SaliencyMethod(model, layer, score)
{
    private const double Epsilon = 1e-7;

    /// <inheritdoc/>
    public override string Name => "XGrad-CAM";

    /// <inheritdoc/>
    protected override Tensor RawMap(TappedPass pass)
    {
        var (a, g) = (pass.Activation, pass.Gradient);                      // [N, C, h, w]
        var weights = (g * a).sum([2, 3]) / (a.sum([2, 3]) + Epsilon);      // [N, C]
        return Weighted(weights, a);                                        // [N, h, w]
    }
}
