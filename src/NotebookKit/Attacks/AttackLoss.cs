using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Attacks;

/// <summary>What an attack drives up, one number per image.</summary>
/// <param name="logits">[N, K], before softmax.</param>
/// <param name="labels">[N], int64: the true classes.</param>
/// <returns>[N]: higher means that the model is led further astray.</returns>
public delegate Tensor AttackLoss(Tensor logits, Tensor labels);

/// <summary>
/// The losses that an attack on a classifier with an extra output "fake" needs. Such an output is an escape: an attack
/// on
/// all logits may only raise it, and that looks like robustness.
/// </summary>
public static class AttackLosses
{
    /// <summary>A3, and the usual loss of a plain classifier: cross-entropy over all logits.</summary>
    public static Tensor AllLogits(Tensor logits, Tensor labels) =>
        F.cross_entropy(logits.Require("N K"), labels, reduction: nn.Reduction.None);

    /// <summary>A2, the adaptive attack: cross-entropy over the logits of the real classes 0 and 1 only.</summary>
    public static Tensor FirstTwoLogits(Tensor logits, Tensor labels) =>
        F.cross_entropy(logits.Require("N K").narrow(1, 0, 2), labels, reduction: nn.Reduction.None);

    /// <summary>AF: A2 minus lambda times the log-odds of "fake" (logit 2): turns the class while looking
    /// real.</summary>
    /// <param name="lambda">Weight of looking real, 0 or more.</param>
    public static AttackLoss LookingReal(double lambda = 1) => (logits, labels) =>
    {
        var real = logits.Require("N 3").narrow(1, 0, 2).logsumexp(1);                  // [N]  log of both real classes
        // [N]  log P(fake) / P(not fake)
        var logOdds = logits.select(1, 2) - real;
        return FirstTwoLogits(logits, labels) - lambda * logOdds;
    };
}
