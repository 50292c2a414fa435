using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Options of <see cref="NAdam"/> and <see cref="RAdam"/>; null means the optimizer's own.</summary>
public abstract class MomentOptions : OptimizerOptions
{
    /// <summary>Decay of the mean gradient, in [0, 1).</summary>
    public double? beta1;

    /// <summary>Decay of the mean squared gradient, in [0, 1).</summary>
    public double? beta2;

    /// <summary>Added to the root of the mean square.</summary>
    public double? eps;

    /// <summary>Weight decay, added to the gradient.</summary>
    public double? weight_decay;

    /// <inheritdoc/>
    public override void SaveStateDict(BinaryWriter writer)
    {
        base.SaveStateDict(writer);
        writer.Write(beta1!.Value);
        writer.Write(beta2!.Value);
        writer.Write(eps!.Value);
        writer.Write(weight_decay!.Value);
    }

    /// <inheritdoc/>
    public override void LoadStateDict(BinaryReader reader)
    {
        base.LoadStateDict(reader);
        beta1 = reader.ReadDouble();
        beta2 = reader.ReadDouble();
        eps = reader.ReadDouble();
        weight_decay = reader.ReadDouble();
    }

    /// <inheritdoc/>
    public override void LoadStateDict(OptimizerOptions source)
    {
        base.LoadStateDict(source);
        var other = (MomentOptions)source;
        (beta1, beta2, eps, weight_decay) = (other.beta1, other.beta2, other.eps, other.weight_decay);
    }

    internal override void Complete(OptimizerOptions defaults)
    {
        base.Complete(defaults);
        var other = (MomentOptions)defaults;
        beta1 ??= other.beta1;
        beta2 ??= other.beta2;
        eps ??= other.eps;
        weight_decay ??= other.weight_decay;
    }

    /// <summary>Sees that the options are in range.</summary>
    internal void Check(string name)
    {
        if (beta1 is not (>= 0 and < 1) || beta2 is not (>= 0 and < 1) || eps is not >= 0 || weight_decay is not >= 0)
        {
            throw new ArgumentException(
                $"{name} needs betas in [0, 1) and eps and weight_decay of 0 or more, " +
                $"but they are {beta1}, {beta2}, {eps} and {weight_decay}.");
        }
    }

    /// <summary>The gradient with the weight decay.</summary>
    internal Tensor Decayed(Parameter parameter, Tensor gradient) =>
        weight_decay != 0 ? gradient.add(parameter, weight_decay!.Value) : gradient;
}

/// <summary>A group of <see cref="NAdam"/> or <see cref="RAdam"/>.</summary>
public abstract class MomentParamGroup<TOptions> : ParamGroup<TOptions>, optim.IBetas
    where TOptions : MomentOptions, new()
{
    /// <summary>An empty group with the optimizer's options.</summary>
    protected MomentParamGroup() { }

    /// <summary>A group with its own options.</summary>
    protected MomentParamGroup(IEnumerable<Parameter> parameters, TOptions options) : base(parameters, options) { }

    /// <inheritdoc/>
    public (double, double) Betas
    {
        get => (Options.beta1!.Value, Options.beta2!.Value);
        set => (Options.beta1, Options.beta2) = value;
    }
}
