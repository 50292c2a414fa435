using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Bagan;

/// <summary>Where a conditional generator's latent vectors come from.</summary>
public interface ILatentSource : IDisposable
{
    /// <summary>Draws one latent vector per label from the default generator.</summary>
    /// <param name="labels">[B], int64, on the device of the networks.</param>
    /// <returns>[B, D], float32, there.</returns>
    Tensor Sample(Tensor labels);
}

/// <summary>A learned vector per class times noise: how ACGAN is told the class (Odena et al. 2017).</summary>
public sealed class EmbeddedNoise : Module<Tensor, Tensor>, ILatentSource
{
    private readonly TorchSharp.Modules.Embedding embedding;

    /// <summary>Makes the vectors, standard normal at first.</summary>
    /// <param name="classes">n.</param>
    /// <param name="latent">D.</param>
    public EmbeddedNoise(int classes, int latent)
        : base(nameof(EmbeddedNoise))
    {
        embedding = Embedding(classes, latent);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public Tensor Sample(Tensor labels) => call(labels);

    /// <summary>As <see cref="Sample"/>.</summary>
    /// <param name="input">[B], int64.</param>
    /// <returns>[B, D].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var vectors = embedding.call(input);
        return (vectors * randn_like(vectors)).MoveToOuterDisposeScope();
    }
}

/// <summary>Standard normal noise whatever the label: the plain GAN.</summary>
/// <param name="latent">D.</param>
public sealed class PlainNoise(int latent) : ILatentSource
{
    /// <inheritdoc/>
    public Tensor Sample(Tensor labels) => randn(labels.shape[0], latent, device: labels.device);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Noise holds nothing.
    }
}
