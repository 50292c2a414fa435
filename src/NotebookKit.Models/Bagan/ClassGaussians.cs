using static TorchSharp.torch;

namespace NotebookKit.Models.Bagan;

/// <summary>
/// One Gaussian per class in latent space, fitted to the encoded training pictures and then frozen: the conditional
/// sampler of the generator (paper, section 3: N(mu_c, Sigma_c)).
/// </summary>
/// <remarks>
/// Sigma_c is often singular, since a minority class may have fewer pictures than the latent space has axes. So it is
/// factored by a symmetric eigendecomposition in float64 with negative eigenvalues set to 0, not by Cholesky's method,
/// which needs a ridge and so changes the distribution.
/// </remarks>
public sealed class ClassGaussians : ILatentSource
{
    private readonly Tensor means;                                                     // [n, D] float64
    private readonly Tensor factors;                                                   // [n, D, D] float64, U sqrt(L)

    private ClassGaussians(Tensor means, Tensor factors, IReadOnlyList<LatentClass> classes)
    {
        (this.means, this.factors, Classes) = (
            means.DetachFromDisposeScope(), factors.DetachFromDisposeScope(), classes);
    }

    /// <summary>What was fitted for each class.</summary>
    public IReadOnlyList<LatentClass> Classes { get; }

    /// <summary>Classes whose covariance is not estimated: one picture has none, so 1e-3 I stands for it.</summary>
    public IReadOnlyList<int> SinglePictureClasses =>
        [.. Enumerable.Range(0, Classes.Count).Where(label => Classes[label].Pictures == 1)];

    /// <summary>Fits mean and unbiased covariance (division by N_c - 1) of each class.</summary>
    /// <param name="latents">[N, D], the encoder's outputs in inference mode (dropout inflates a covariance). The fit
    /// is made on the CPU; the draws come from their device.</param>
    /// <param name="labels">[N], each in 0..n-1.</param>
    /// <param name="classes">n.</param>
    /// <exception cref="ArgumentException">A class has no picture.</exception>
    public static ClassGaussians Fit(Tensor latents, ReadOnlySpan<long> labels, int classes)
    {
        latents.Require($"{labels.Length} D", "Give one label per latent vector.");
        var byClass = new List<long>[classes];
        for (var label = 0; label < classes; label++)
        {
            byClass[label] = [];
        }

        for (var i = 0; i < labels.Length; i++)
        {
            byClass[labels[i]].Add(i);
        }

        using var scope = NewDisposeScope();
        var z = latents.cpu().to(ScalarType.Float64);
        var fitted = byClass.Select((rows, label) => rows.Count > 0
            ? FitOne(z[tensor(rows.ToArray())])
            : throw new ArgumentException(
                $"Each class needs at least one training picture, but class {label} has none; "
                + "remove it or add pictures."))
            .ToArray();
        return new(
            stack([.. fitted.Select(one => one.Mean)]).to(latents.device),
            stack([.. fitted.Select(one => one.Factor)]).to(latents.device),
            [.. fitted.Select(one => one.Class)]);
    }

    /// <summary>Draws one latent vector per label: mu_c + U sqrt(L) e with e standard normal.</summary>
    /// <param name="labels">[B], int64.</param>
    /// <returns>[B, D], float32, where the Gaussians lie.</returns>
    public Tensor Sample(Tensor labels)
    {
        using var scope = NewDisposeScope();
        var here = labels.to(means.device);
        var noise = randn([here.shape[0], means.shape[1], 1], ScalarType.Float64, means.device);    // [B, D, 1]
        var drawn = means[here] + bmm(factors[here], noise).squeeze(2);                             // [B, D]
        return drawn.to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>Means of all classes.</summary>
    /// <returns>[n, D], float64; the caller owns the copy.</returns>
    public Tensor Means() => means.clone();

    /// <summary>The covariance that draws of a class have.</summary>
    /// <param name="label">0 to n-1.</param>
    /// <returns>[D, D], float64; the caller owns it.</returns>
    public Tensor Covariance(int label)
    {
        using var scope = NewDisposeScope();
        return factors[label].matmul(factors[label].t()).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        means.Dispose();
        factors.Dispose();
    }

    private static (Tensor Mean, Tensor Factor, LatentClass Class) FitOne(Tensor z)    // [N_c, D]
    {
        var (count, width) = (z.shape[0], z.shape[1]);
        var mean = z.mean([0]);
        if (count == 1)
        {
            return (mean, Math.Sqrt(1e-3) * eye(width, dtype: ScalarType.Float64), new(1, (int)width, 1));
        }

        var centred = z - mean;
        var (values, vectors) = linalg.eigh(centred.t().matmul(centred) / (count - 1));  // ascending
        var clamped = values.clamp_min(0);
        var spectrum = values.data<double>().ToArray();
        var rank = spectrum.Count(value => value > 1e-12 * spectrum[^1]);
        return (mean, vectors * clamped.sqrt(), new((int)count, rank, Condition(spectrum, rank)));
    }

    private static double Condition(double[] spectrum, int rank) => rank == 0 ? double.NaN
        : spectrum[^1] / spectrum[^rank];
}

/// <summary>What was fitted for a class.</summary>
/// <param name="Pictures">Training pictures behind the fit.</param>
/// <param name="Rank">Eigenvalues of the covariance above 1e-12 of the largest.</param>
/// <param name="Condition">Largest eigenvalue divided by the smallest of those.</param>
public sealed record LatentClass(int Pictures, int Rank, double Condition);
