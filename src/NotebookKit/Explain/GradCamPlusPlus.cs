using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Explain;

/// <summary>Grad-CAM++ (Chattopadhay et al. 2018), in the form of the widely used reference code: only positive
/// gradients count, each with a weight that evens out objects of different size.</summary>
/// <inheritdoc cref="SaliencyMethod(Module{Tensor, Tensor}, Module{Tensor, Tensor}, Score?)"/>
public sealed class GradCamPlusPlus(Module<Tensor, Tensor> model, Module<Tensor, Tensor> layer, Score? score = null)
    : SaliencyMethod(model, layer, score)
{
    private const double Epsilon = 1e-6;

    /// <inheritdoc/>
    public override string Name => "Grad-CAM++";

    /// <inheritdoc/>
    protected override Tensor RawMap(TappedPass pass)
    {
        var (a, g) = (pass.Activation, pass.Gradient);                      // [N, C, h, w]
        var g2 = g * g;
        var g3 = g2 * g;
        var alpha = g2 / (g2 * 2 + a.sum([2, 3], keepdim: true) * g3 + Epsilon);    // eq. 19; the source's epsilon
        alpha = alpha.masked_fill(g == 0, 0);
        var weights = (alpha * g.relu()).sum([2, 3]);                       // [N, C]
        return Weighted(weights, a);                                        // [N, h, w]
    }
}
