using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.Bagan;

/// <summary>
/// The paper's losses. Each network has a single objective, a cross-entropy over n + 1 labels in which label n means
/// "fake": being of class c already implies being real.
/// </summary>
public static class BaganMethod
{
    /// <summary>Step 1, autoencoder: the mean of (G(E(x)) - x)^2; labels are ignored.</summary>
    /// <param name="pictures">[B, C, H, W] in [-1, 1].</param>
    /// <param name="decoded">The same shape.</param>
    public static Tensor ReconstructionLoss(Tensor pictures, Tensor decoded) => F.mse_loss(decoded, pictures);

    /// <summary>Fakes that the discriminator sees beside B real pictures: ceil(B / n), a share of 1 / (n + 1) of
    /// all.</summary>
    /// <param name="batch">B.</param>
    /// <param name="classes">n.</param>
    public static int FakesPerBatch(int batch, int classes) => (batch + classes - 1) / classes;

    /// <summary>Step 3, discriminator: the mean over real and fake pictures together of -log
    /// softmax(D(x))[label].</summary>
    /// <param name="real">Logits of real pictures [B, n + 1].</param>
    /// <param name="labels">Their classes [B], int64.</param>
    /// <param name="fake">Logits of generated pictures [F, n + 1]; no gradient reaches the generator.</param>
    public static Tensor DiscriminatorLoss(Tensor real, Tensor labels, Tensor fake)
    {
        using var scope = NewDisposeScope();
        var isFake = full_like(fake.select(1, 0), real.shape[1] - 1, dtype: ScalarType.Int64);
        return F.cross_entropy(cat([real, fake]), cat([labels, isFake])).MoveToOuterDisposeScope();
    }

    /// <summary>Step 3, generator: the mean of -log softmax(D(G(z)))[c], c the class asked for.</summary>
    /// <param name="fake">Logits of generated pictures [F, n + 1].</param>
    /// <param name="wanted">Classes asked for [F], int64.</param>
    public static Tensor GeneratorLoss(Tensor fake, Tensor wanted) => F.cross_entropy(fake, wanted);

    /// <summary>ACGAN's two heads in one row: n class logits and, last, the logit of "real" (Odena et al. 2017, eq. 2
    /// and 3).</summary>
    /// <param name="logits">[B, n + 1].</param>
    /// <param name="labels">True or wanted classes [B], int64.</param>
    /// <param name="real">Whether the pictures shall count as real.</param>
    public static Tensor TwoHeadedLoss(Tensor logits, Tensor labels, bool real)
    {
        using var scope = NewDisposeScope();
        var classes = logits.shape[1] - 1;
        var isReal = logits.select(1, classes);
        var authenticity = F.binary_cross_entropy_with_logits(isReal, full_like(isReal, real ? 1 : 0));
        return (authenticity + F.cross_entropy(logits.narrow(1, 0, classes), labels)).MoveToOuterDisposeScope();
    }

    /// <summary>A critic's scores for the class asked for.</summary>
    /// <param name="scores">[B, n].</param>
    /// <param name="labels">[B], int64.</param>
    /// <returns>[B].</returns>
    public static Tensor Score(Tensor scores, Tensor labels) => scores.gather(1, labels.unsqueeze(1)).squeeze(1);

    /// <summary>BAGAN-GP's critic: real pictures shall score high for their class, generated ones low, and real ones
    /// low for a wrong class.</summary>
    /// <param name="real">Scores of real pictures [B].</param>
    /// <param name="fake">Scores of generated pictures [B].</param>
    /// <param name="wrong">Scores of the real pictures for a wrong class [B].</param>
    public static Tensor CriticLoss(Tensor real, Tensor fake, Tensor wrong)
    {
        using var scope = NewDisposeScope();
        return ((fake.mean() + wrong.mean()) / 2 - real.mean()).MoveToOuterDisposeScope();
    }

    /// <summary>Gradient penalty (Gulrajani et al. 2017, eq. 3): lambda E (|grad_x D(x, c)| - 1)^2, x between a real
    /// and a generated picture of the class. It is differentiated itself, so the gradient is recorded.</summary>
    /// <param name="critic">Pictures to scores [B, n].</param>
    /// <param name="real">[B, C, H, W].</param>
    /// <param name="fake">[B, C, H, W].</param>
    /// <param name="labels">The class of both [B], int64.</param>
    /// <param name="lambda">Weight of the penalty.</param>
    public static Tensor GradientPenalty(
        Module<Tensor, Tensor> critic, Tensor real, Tensor fake, Tensor labels, double lambda = 10)
    {
        using var scope = NewDisposeScope();
        var share = rand([real.shape[0], 1, 1, 1], real.dtype, real.device);
        var between = (share * real + (1 - share) * fake).detach().requires_grad_(true);    // [B, C, H, W]
        var score = Score(critic.call(between), labels).sum();
        var gradient = autograd.grad([score], [between], create_graph: true)[0];            // [B, C, H, W]
        var norm = gradient.flatten(1).square().sum(1).add(1e-12).sqrt();                // [B]; sqrt has no slope at 0
        return (lambda * (norm - 1).square().mean()).MoveToOuterDisposeScope();
    }

    /// <summary>Pictures as the networks see them.</summary>
    /// <param name="unit">In [0, 1].</param>
    /// <returns>In [-1, 1].</returns>
    public static Tensor Centred(Tensor unit) => unit * 2 - 1;

    /// <summary>Pictures as figures and 8-bit sets hold them.</summary>
    /// <param name="centred">In [-1, 1].</param>
    /// <returns>In [0, 1].</returns>
    public static Tensor Unit(Tensor centred) => (centred + 1) / 2;

    /// <summary>
    /// Training pictures that a cut class keeps: ceil(u m), u the share kept and m the largest count of the other
    /// classes (official program), in whole per mille, because (1 - 0.95) 300 is a little more than 15 in floating
    /// point.
    /// </summary>
    /// <param name="keptPerMille">1000 u.</param>
    /// <param name="largestOther">m.</param>
    public static int Kept(int keptPerMille, int largestOther) =>
        (int)(((long)keptPerMille * largestOther + 999) / 1000);

    internal static void InitialiseLikeTheOriginal(Module network)
    {
        foreach (var module in network.modules())
        {
            switch (module)
            {
                case Conv2d convolution:
                    init.xavier_normal_(convolution.weight!);
                    Zero(convolution.bias);
                    break;
                case Linear dense:
                    init.xavier_uniform_(dense.weight!);
                    Zero(dense.bias);
                    break;
            }
        }

        static void Zero(Tensor? bias)
        {
            if (bias is not null)
            {
                init.zeros_(bias);
            }
        }
    }
}
