using NotebookKit.Data;
using NotebookKit.Explain;
using NotebookKit.Train;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.CifakeGradCam;

/// <summary>
/// The paper's method in one place. One logit z per picture, P(REAL) = s(z) with s the logistic function; the loss is
/// binary cross-entropy, L = -[y log s(z) + (1 - y) log(1 - s(z))]; the explanation is Grad-CAM on S = z for a verdict
/// REAL and S = -z for FAKE.
/// </summary>
public static class CifakeMethod
{
    /// <summary>Binary cross-entropy in the logits form, decision at one half.</summary>
    public static Objective Objective => Objective.Binary;

    /// <summary>P(REAL) of every picture of a set, in inference mode.</summary>
    /// <param name="network">[N, 3, 32, 32] to logits [N, 1].</param>
    /// <param name="set">Pictures.</param>
    /// <returns>[N], in [0, 1].</returns>
    public static double[] ProbabilityReal(Module<Tensor, Tensor> network, ImageSet set)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var logits = Evaluation.Logits(network, set);                                    // [N, 1]
        return logits.squeeze(1).sigmoid().to(ScalarType.Float64).data<double>().ToArray();
    }

    /// <summary>Verdicts at the threshold one half.</summary>
    /// <param name="probabilityReal">[N], P(REAL).</param>
    /// <returns>[N], 1 = REAL, 0 = FAKE.</returns>
    public static long[] Verdicts(IEnumerable<double> probabilityReal) =>
        [.. probabilityReal.Select(p => p > 0.5 ? RealOrFake.Real : RealOrFake.Fake)];

    /// <summary>
    /// The methods of the comparison, all on the same layer (the ReLU after the last convolution, before its pooling)
    /// and with the signed logit as the score.
    /// </summary>
    public static IReadOnlyList<SaliencyMethod> SaliencyMethods(CifakeNetwork network) =>
    [
        new GradCam(network, network.LastActivation, Scores.OneLogit),
        new HiResCam(network, network.LastActivation, Scores.OneLogit),
        new GradCamPlusPlus(network, network.LastActivation, Scores.OneLogit),
        new XGradCam(network, network.LastActivation, Scores.OneLogit),
        new LayerCam(network, network.LastActivation, Scores.OneLogit),
        new EigenCam(network, network.LastActivation, Scores.OneLogit),
        new ScoreCam(network, network.LastActivation, Scores.OneLogit),
    ];
}
