using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Explain;

/// <summary>Eigen-CAM (Muhammad and Yeasin 2020): the first principal component of the activations over the places of the
/// layer. It knows nothing of classes or gradients. The sign of a principal component is arbitrary; here it is the one
/// that correlates positively with the mean activation.</summary>
/// <inheritdoc cref="SaliencyMethod(Module{Tensor, Tensor}, Module{Tensor, Tensor}, Score?)"/>
public sealed class EigenCam(Module<Tensor, Tensor> model, Module<Tensor, Tensor> layer, Score? score = null)
    : SaliencyMethod(model, layer, score)
{
    /// <inheritdoc/>
    public override string Name => "Eigen-CAM";

    /// <inheritdoc/>
    protected override Tensor RawMap(TappedPass pass)
    {
        var a = pass.Activation;
        var (n, h, w) = (a.shape[0], a.shape[2], a.shape[3]);
        var places = a.flatten(2).transpose(1, 2);                          // [N, hw, C]
        var centred = places - places.mean([1], keepdim: true);
        var (_, vectors) = linalg.eigh(centred.transpose(1, 2).bmm(centred));   // [N, C, C], eigenvalues rising
        var first = vectors.narrow(2, vectors.shape[2] - 1, 1);             // [N, C, 1]
        var component = centred.bmm(first).squeeze(2);                      // [N, hw]
        var covariance = (component * centred.mean([2])).sum(1, keepdim: true);     // [N, 1], with the mean activation
        var oriented = where(covariance < 0, -component, component);
        return oriented.reshape(n, h, w).relu();                            // [N, h, w]
    }
}
