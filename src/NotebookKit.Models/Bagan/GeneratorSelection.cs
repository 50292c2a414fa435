using NotebookKit.Train;

namespace NotebookKit.Models.Bagan;

/// <summary>Quality of a generator at a step, judged on training data only.</summary>
/// <param name="Step">Adversarial steps done.</param>
/// <param name="Accuracy">Share of pictures that the reference classifier gives the class asked for.</param>
/// <param name="Ssim">Mean SSIM of couples of generated pictures: low is varied.</param>
public sealed record GeneratorLook(int Step, double Accuracy, double Ssim);

/// <summary>
/// Early stopping without a test set: of all looks it keeps the weights of the most accurate one whose pictures are not
/// much more alike than real ones; where all are, of the most accurate one. Adversarial steps trade variety for
/// fidelity, so the last step is seldom the best.
/// </summary>
/// <param name="limit">Largest SSIM of couples that counts as varied.</param>
public sealed class GeneratorSelection(double limit) : IResumable
{
    private readonly List<GeneratorLook> looks = [];
    private byte[] best = [];

    /// <summary>All looks, in order.</summary>
    public IReadOnlyList<GeneratorLook> Looks => looks;

    /// <summary>The look whose weights are kept; null before the first.</summary>
    public GeneratorLook? Chosen { get; private set; }

    /// <summary>Largest SSIM of couples that counts as varied.</summary>
    public double Limit => limit;

    /// <summary>Takes a look; keeps the weights if it is the best so far.</summary>
    /// <param name="look">What was seen.</param>
    /// <param name="weights">Copies the weights as bytes; called only when they are kept.</param>
    public void Consider(GeneratorLook look, Func<byte[]> weights)
    {
        looks.Add(look);
        if (Chosen is null || Better(look, Chosen))
        {
            (Chosen, best) = (look, weights());
        }
    }

    /// <summary>The weights of the chosen look.</summary>
    public byte[] BestWeights() => best;

    /// <inheritdoc/>
    public byte[] Save()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(looks.Count);
        foreach (var (step, accuracy, ssim) in looks)
        {
            writer.Write(step);
            writer.Write(accuracy);
            writer.Write(ssim);
        }

        writer.Write(Chosen is null ? -1 : looks.IndexOf(Chosen));
        writer.Write(best.Length);
        writer.Write(best);
        return stream.ToArray();
    }

    /// <inheritdoc/>
    public void Load(byte[] state)
    {
        using var reader = new BinaryReader(new MemoryStream(state));
        try
        {
            looks.Clear();
            for (var count = reader.ReadInt32(); count > 0; count--)
            {
                looks.Add(new(reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble()));
            }

            var chosen = reader.ReadInt32();
            Chosen = chosen < 0 ? null : looks[chosen];
            best = reader.ReadBytes(reader.ReadInt32());
        }
        catch (Exception error) when (error is EndOfStreamException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException($"The looks at a generator cannot be read: {error.Message}", error);
        }
    }

    // Accuracy decides among equals, of equal ones the later look, for that has learned more. A look that is no number
    // (NaN) loses against every other.
    private bool Better(GeneratorLook one, GeneratorLook other)
    {
        if (double.IsNaN(one.Ssim) || double.IsNaN(other.Ssim))
        {
            return double.IsNaN(other.Ssim) && !double.IsNaN(one.Ssim);
        }

        var (varied, otherVaried) = (one.Ssim <= limit, other.Ssim <= limit);
        return varied == otherVaried ? one.Accuracy >= other.Accuracy : varied;
    }
}
