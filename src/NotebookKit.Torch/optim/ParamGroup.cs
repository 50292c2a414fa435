using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Parameters that share options.</summary>
public class ParamGroup : optim.ILearningRateController
{
    private Parameter[] _parameters = [];

    /// <summary>The parameters; the sequence is read once.</summary>
    public IEnumerable<Parameter> Parameters
    {
        get => _parameters;
        set => _parameters = [.. value];
    }

    /// <summary>The options.</summary>
    public OptimizerOptions Options { get; set; } = null!;

    /// <inheritdoc/>
    public double LearningRate
    {
        get => Options.LearningRate!.Value;
        set => Options.LearningRate = value;
    }

    /// <inheritdoc/>
    public double InitialLearningRate
    {
        get => Options.InitialLearningRate;
        set => Options.InitialLearningRate = value;
    }

    internal ReadOnlySpan<Parameter> Span => _parameters;
}

/// <summary>Parameters that share options of one optimizer's type.</summary>
public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions, new()
{
    /// <summary>An empty group with the optimizer's options.</summary>
    public ParamGroup()
    {
        base.Options = new TOptions();
    }

    /// <summary>A group with its own options; null ones come from the optimizer.</summary>
    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        base.Options = options ?? new TOptions();
        Parameters = parameters;
    }

    /// <summary>The options.</summary>
    public new TOptions Options
    {
        get => (TOptions)base.Options;
        set => base.Options = value;
    }
}
