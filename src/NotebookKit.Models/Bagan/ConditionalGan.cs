using NotebookKit.Show;
using NotebookKit.Train;
using static TorchSharp.torch;

namespace NotebookKit.Models.Bagan;

/// <summary>A trained generator that can be asked for a class.</summary>
/// <param name="Name">As tables show it.</param>
/// <param name="Generator">With the weights of the chosen step.</param>
/// <param name="Latents">Where its latent vectors come from.</param>
/// <param name="History">Terms "discriminator" and "generator"; null for a decoder without adversarial steps.</param>
/// <param name="Selection">The looks at its quality; null as above.</param>
/// <param name="Film">Fixed latent vectors decoded while it was trained; null: none was taken.</param>
public sealed record ConditionalGan(
    string Name, BaganGenerator Generator, ILatentSource Latents, StepHistory? History = null,
    GeneratorSelection? Selection = null, FilmStrip? Film = null) : IDisposable
{
    private const int PicturesPerPass = 256;

    private const double Alike = 0.9;                                     // SSIM of couples

    /// <summary>True when the chosen step's pictures are nearly all alike: the generator collapsed.</summary>
    public bool Collapsed => Selection?.Chosen is { Ssim: > Alike };

    /// <summary>What a reader must know of a generator whose pictures are or became nearly all alike; else
    /// null.</summary>
    public string? Warning => Selection switch
    {
        { Chosen: { Ssim: > Alike } chosen } =>
            $"{Name} has collapsed: nearly all its pictures are alike (SSIM of couples {chosen.Ssim:0.00}).",
        { Chosen: { } chosen, Looks: [.., { Ssim: > Alike } last] } =>
            $"{Name} collapsed on the way: after step {last.Step:N0} nearly all its pictures are alike (SSIM of "
            + $"couples {last.Ssim:0.00}). Kept is step {chosen.Step:N0}.",
        _ => null,
    };

    /// <summary>Generates pictures of a class.</summary>
    /// <param name="label">Class to ask for.</param>
    /// <param name="count">1 or more.</param>
    /// <param name="seed">Names the draws.</param>
    /// <returns>[count, C, H, W], float32 in [0, 1], on the generator's device; the caller owns it.</returns>
    public Tensor Pictures(long label, int count, long seed)
    {
        Seed.All(seed);
        return Draw(Generator, Latents, label, count);
    }

    internal static Figure LossChart(string name, StepHistory history) => StepChart.Draw(
        history, $"Step 3, {name}: cross-entropies of the two networks.");

    /// <summary>Draws from the default generator as it stands.</summary>
    internal static Tensor Draw(BaganGenerator generator, ILatentSource latents, long label, int count)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var device = generator.Device;
        var parts = new List<Tensor>();
        for (var done = 0; done < count; done += PicturesPerPass)
        {
            var labels = full(Math.Min(PicturesPerPass, count - done), label, ScalarType.Int64, device);
            parts.Add(BaganMethod.Unit(generator.call(latents.Sample(labels))));
        }

        return cat([.. parts]).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Generator.Dispose();
        Latents.Dispose();
    }
}
