using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Explain;

/// <summary>LayerCAM (Jiang et al. 2021): activation times positive gradient, place by place; usable in early layers too.</summary>
/// <inheritdoc cref="SaliencyMethod(Module{Tensor, Tensor}, Module{Tensor, Tensor}, Score?)"/>
public sealed class LayerCam(Module<Tensor, Tensor> model, Module<Tensor, Tensor> layer, Score? score = null)
    : SaliencyMethod(model, layer, score)
{
    /// <inheritdoc/>
    public override string Name => "LayerCAM";

    /// <inheritdoc/>
    protected override Tensor RawMap(TappedPass pass) =>
        (pass.Gradient.relu() * pass.Activation).sum(1).relu();             // [N, h, w]
}
