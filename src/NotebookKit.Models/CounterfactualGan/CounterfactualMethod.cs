using NotebookKit.Interactive;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>Weights of the loss terms; none of them could be read in the paper, so all are chosen here.</summary>
/// <param name="Adversarial">w_adv: the counterfactual must be taken for a real image of the opposite class.</param>
/// <param name="Class">w_cls: the generator's head must know the classes.</param>
/// <param name="Cycle">w_cyc: the counterfactual of the counterfactual must restore the image.</param>
/// <param name="Identity">w_id: the change must be small. It decides how sharp the saliency is.</param>
/// <param name="Fake">Weight of the fake images in the discriminator's loss; below 1, because early on the generator is
/// the identity and the same image stands there as real and as fake.</param>
public sealed record CounterfactualWeights(
    double Adversarial = 1, double Class = 0.5, double Cycle = 10, double Identity = 5, double Fake = 0.5);

/// <summary>The terms of the generator's loss, each unweighted and 0-d; cycle terms are null without a cycle.</summary>
/// <param name="Adversarial">CE(D(xh), y').</param>
/// <param name="Class">CE(yh, y) + CE(yh2, y').</param>
/// <param name="Cycle">mean |x2 - x|.</param>
/// <param name="Identity">mean |xh - x|.</param>
public sealed record GeneratorTerms(Tensor Adversarial, Tensor Class, Tensor? Cycle, Tensor Identity)
{
    /// <summary>L_G: the weighted sum.</summary>
    public Tensor Total(CounterfactualWeights weights)
    {
        var total = weights.Adversarial * Adversarial + weights.Class * Class + weights.Identity * Identity;
        return Cycle is null ? total : total + weights.Cycle * Cycle;
    }
}

/// <summary>
/// The framework's equations: "Counterfactual Image Generation for adversarially robust and interpretable Classifiers",
/// 2310.00761. Labels: 0 undamaged, 1 damaged; the discriminator's third logit is fake.
/// </summary>
public static class CounterfactualMethod
{
    /// <summary>The discriminator's label of generated images.</summary>
    public const long FakeLabel = 2;

    private const double Edge = 0.99;                                     // atanh must stay finite
    private const int ImagesPerPass = 256;

    /// <summary>xh = tanh(atanh(clamp(x, -.99, .99)) + r): the change is additive in logit space and cannot leave the
    /// range.</summary>
    /// <param name="x">[N, C, H, W] in [-1, 1].</param>
    /// <param name="residual">r, of the same shape.</param>
    /// <returns>[N, C, H, W] in (-1, 1); the clamped x where r is 0.</returns>
    public static Tensor Move(Tensor x, Tensor residual) => (x.clamp(-Edge, Edge).atanh() + residual).tanh();

    /// <summary>L_D = CE(D(x), y) + w CE(D(xh), fake).</summary>
    /// <param name="real">D(x), [N, 3].</param>
    /// <param name="labels">y, [N].</param>
    /// <param name="fake">D(xh) with xh cut off from the generator, [N, 3].</param>
    /// <param name="weight">w, one half.</param>
    /// <returns>0-d.</returns>
    public static Tensor DiscriminatorLoss(Tensor real, Tensor labels, Tensor fake, double weight) =>
        F.cross_entropy(real, labels) + weight * F.cross_entropy(fake, full_like(labels, FakeLabel));

    /// <summary>The terms of L_G. The adversarial one is a single cross-entropy: to be taken for y' is already not to
    /// be
    /// taken for fake.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="labels">y, [N].</param>
    /// <param name="counterfactual">xh and yh = G(x).</param>
    /// <param name="judged">D(xh), [N, 3], with the gradient through D and D frozen.</param>
    /// <param name="cycle">x2 and yh2 = G(xh); null for the ablation without a cycle.</param>
    public static GeneratorTerms GeneratorLoss(
        Tensor x, Tensor labels, (Tensor Image, Tensor Logits) counterfactual, Tensor judged,
        (Tensor Image, Tensor Logits)? cycle)
    {
        var opposite = 1 - labels;                                        // y' [N]
        var own = F.cross_entropy(counterfactual.Logits, labels);
        return new(
            F.cross_entropy(judged, opposite),
            cycle is { } back ? own + F.cross_entropy(back.Logits, opposite) : own,
            cycle is { } again ? F.l1_loss(again.Image, x) : null,
            F.l1_loss(counterfactual.Image, x));
    }

    /// <summary>Class of each image: arg-max of the first two logits.</summary>
    /// <param name="logits">[N, 2] or [N, 3].</param>
    /// <returns>[N], int64.</returns>
    public static Tensor PredictedClass(Tensor logits) => logits.narrow(1, 0, 2).argmax(1);

    /// <summary>P(damaged | real): softmax over the first two logits, entry 1.</summary>
    /// <param name="logits">[N, 2] or [N, 3].</param>
    /// <returns>[N].</returns>
    public static Tensor ProbabilityDamaged(Tensor logits) => logits.narrow(1, 0, 2).softmax(1).select(1, 1);

    /// <summary>Fakeness f(x): softmax over three logits, entry 2.</summary>
    /// <param name="logits">[N, 3].</param>
    /// <returns>[N] in [0, 1].</returns>
    public static Tensor Fakeness(Tensor logits) => logits.Require("N 3").softmax(1).select(1, (int)FakeLabel);

    /// <summary>1 - max softmax over the first two logits: the usual uncertainty of a plain classifier.</summary>
    /// <param name="logits">[N, 2] or [N, 3].</param>
    /// <returns>[N] in [0, 0.5].</returns>
    public static Tensor SoftmaxUncertainty(Tensor logits) => 1 - logits.narrow(1, 0, 2).softmax(1).amax([1]);

    /// <summary>s(x): mean over the channels of |xh - x|.</summary>
    /// <returns>[N, H, W], 0 or more.</returns>
    public static Tensor Saliency(Tensor x, Tensor counterfactual) => (counterfactual - x).abs().mean([1]);

    /// <summary>The counterfactuals of many images, in parts and without gradients.</summary>
    /// <param name="generator">G.</param>
    /// <param name="images">[N, C, H, W] in [-1, 1], on any device.</param>
    /// <returns>[N, C, H, W], on the CPU.</returns>
    public static Tensor Counterfactuals(CounterfactualGenerator generator, Tensor images) =>
        InParts(generator, images, part => generator.call(part).Counterfactual);

    /// <summary>A function of images that a network computes, in parts that bound the memory and without gradients. The
    /// only way between the network's device and the CPU, where everything is measured and drawn.</summary>
    /// <param name="network">What the function calls; each part goes to its device.</param>
    /// <param name="images">[N, C, H, W] in [-1, 1], on any device.</param>
    /// <param name="function">Of [n, C, H, W], one result per image.</param>
    /// <returns>[N, ...], on the CPU.</returns>
    internal static Tensor InParts(Module network, Tensor images, Func<Tensor, Tensor> function)
    {
        var device = network.parameters().First().device;
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var parts = new List<Tensor>();
        for (long at = 0; at < images.shape[0]; at += ImagesPerPass)
        {
            NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var part = images.narrow(0, at, Math.Min(ImagesPerPass, images.shape[0] - at)).to(device);
            parts.Add(function(part).cpu().MoveToOuterDisposeScope());
        }

        return cat([.. parts]).MoveToOuterDisposeScope();
    }
}
