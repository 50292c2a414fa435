using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Explain;

/// <summary>HiResCAM (Draelos and Carin 2020): gradient times activation, place by place, without averaging. Exactly faithful
/// where the network after the layer is linear.</summary>
/// <inheritdoc cref="SaliencyMethod(Module{Tensor, Tensor}, Module{Tensor, Tensor}, Score?)"/>
public sealed class HiResCam(Module<Tensor, Tensor> model, Module<Tensor, Tensor> layer, Score? score = null)
    : SaliencyMethod(model, layer, score)
{
    /// <inheritdoc/>
    public override string Name => "HiResCAM";

    /// <inheritdoc/>
    protected override Tensor RawMap(TappedPass pass) =>
        (pass.Gradient * pass.Activation).sum(1).relu();                    // [N, h, w]
}
