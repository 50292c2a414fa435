using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Probabilities, given as such or as logits; the other form is computed on demand.</summary>
/// <param name="Probs">In [0, 1], or null.</param>
/// <param name="Logits">Log odds (binary) or log probabilities, or null.</param>
/// <param name="Binary">Of one yes or no, not of K categories in the last dimension.</param>
internal sealed record Likelihoods(Tensor? Probs, Tensor? Logits, bool Binary)
{
    /// <summary>The given one of the two.</summary>
    public Tensor Given => Probs ?? Logits!;

    /// <summary>Sees that exactly one is given.</summary>
    /// <exception cref="ArgumentException">None or both are.</exception>
    public static Tensor One(Tensor? probs, Tensor? logits, string name)
    {
        if (probs is null == logits is null)
        {
            throw new ArgumentException(
                $"{name} needs either probs or logits, but got {(probs is null ? "neither" : "both")}.");
        }
        return probs ?? logits!;
    }

    /// <summary>Probabilities.</summary>
    public Tensor ToProbs()
    {
        if (Probs is not null) return Probs;
        return Binary ? Logits!.sigmoid() : Logits!.softmax(-1);
    }

    /// <summary>Log odds or log probabilities; probabilities of 0 and 1 are moved inside by the type's
    /// epsilon.</summary>
    public Tensor ToLogits()
    {
        if (Logits is not null) return Logits;
        using var scope = NewDisposeScope();
        var eps = finfo(Probs!.dtype).eps;
        var inside = Probs.clamp(eps, 1 - eps);
        var logits = Binary ? inside.log() - (-inside).log1p() : inside.log();
        return logits.MoveToOuterDisposeScope();
    }
}
