using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Explain;

/// <summary>Grad-CAM (Selvaraju et al. 2017, section 3): where in a layer the evidence for a class lies.</summary>
/// <inheritdoc cref="SaliencyMethod(Module{Tensor, Tensor}, Module{Tensor, Tensor}, Score?)"/>
public sealed class GradCam(Module<Tensor, Tensor> model, Module<Tensor, Tensor> layer, Score? score = null)
    : SaliencyMethod(model, layer, score)
{
    /// <inheritdoc/>
    public override string Name => "Grad-CAM";

    /// <inheritdoc/>
    protected override Tensor RawMap(TappedPass pass)
    {
        var alpha = pass.Gradient.mean([2, 3]);                             // [N, C]     eq. 1
        return Weighted(alpha, pass.Activation);                            // [N, h, w]  eq. 2
    }
}
