using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Options of <see cref="Adam"/> and <see cref="AdamW"/>; null means the optimizer's own.</summary>
public abstract class AdamOptions : OptimizerOptions
{
    /// <summary>Decay of the mean gradient, in [0, 1).</summary>
    public double? beta1;

    /// <summary>Decay of the mean squared gradient, in [0, 1).</summary>
    public double? beta2;

    /// <summary>Weight decay.</summary>
    public double? weight_decay;

    /// <summary>Added to the root of the mean square.</summary>
    public double? eps;

    /// <summary>Divides by the largest mean square so far (Reddi et al. 2018).</summary>
    public bool? amsgrad;

    /// <summary>Climbs instead of descending.</summary>
    public bool? maximize;

    /// <inheritdoc/>
    public override void SaveStateDict(BinaryWriter writer)
    {
        base.SaveStateDict(writer);
        writer.Write(beta1!.Value);
        writer.Write(beta2!.Value);
        writer.Write(eps!.Value);
        writer.Write(weight_decay!.Value);
        writer.Write(amsgrad!.Value);
        writer.Write(maximize!.Value);
    }

    /// <inheritdoc/>
    public override void LoadStateDict(BinaryReader reader)
    {
        base.LoadStateDict(reader);
        beta1 = reader.ReadDouble();
        beta2 = reader.ReadDouble();
        eps = reader.ReadDouble();
        weight_decay = reader.ReadDouble();
        amsgrad = reader.ReadBoolean();
        maximize = reader.ReadBoolean();
    }

    /// <inheritdoc/>
    public override void LoadStateDict(OptimizerOptions source)
    {
        base.LoadStateDict(source);
        var other = (AdamOptions)source;
        (beta1, beta2, eps) = (other.beta1, other.beta2, other.eps);
        (weight_decay, amsgrad, maximize) = (other.weight_decay, other.amsgrad, other.maximize);
    }

    internal override void Complete(OptimizerOptions defaults)
    {
        base.Complete(defaults);
        var other = (AdamOptions)defaults;
        beta1 ??= other.beta1;
        beta2 ??= other.beta2;
        eps ??= other.eps;
        weight_decay ??= other.weight_decay;
        amsgrad ??= other.amsgrad;
        maximize ??= other.maximize;
    }

    internal void Set(double lr, double b1, double b2, double e, double decay, bool ams, bool max)
    {
        LearningRate = lr;
        (beta1, beta2, eps, weight_decay, amsgrad, maximize) = (b1, b2, e, decay, ams, max);
    }
}

/// <summary>A group of <see cref="Adam"/> or <see cref="AdamW"/>.</summary>
public abstract class AdamParamGroup<TOptions> : ParamGroup<TOptions>, optim.IBetas where TOptions : AdamOptions, new()
{
    /// <summary>An empty group with the optimizer's options.</summary>
    protected AdamParamGroup() { }

    /// <summary>A group with its own options.</summary>
    protected AdamParamGroup(IEnumerable<Parameter> parameters, TOptions options) : base(parameters, options) { }

    /// <inheritdoc/>
    public (double, double) Betas
    {
        get => (Options.beta1!.Value, Options.beta2!.Value);
        set => (Options.beta1, Options.beta2) = value;
    }
}
