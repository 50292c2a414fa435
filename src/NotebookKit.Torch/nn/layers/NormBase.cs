using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What batch and instance normalisation share: affine parameters [C] and running statistics [C].</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    /// <summary>Makes parameters (when affine) and running statistics (when tracked): weight 1, bias 0, mean 0, variance 1.</summary>
    protected NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats,
        Device? device, ScalarType? dtype, string name)
        : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        (var place, var type) = GetDefaultDeviceAndType(device, dtype);
        if (affine)
        {
            weight = FanInInit.Empty([num_features], place, type);
            bias = FanInInit.Empty([num_features], place, type);
        }
        if (track_running_stats)
        {
            running_mean = zeros([num_features], type, place);
            running_var = ones([num_features], type, place);
            num_batches_tracked = zeros([], ScalarType.Int64, place);
        }
        reset_parameters();
    }

    /// <summary>Shift [C], or null.</summary>
    public Parameter? bias
    {
        get => GetParameter(nameof(bias));
        set => SetParameter(nameof(bias), value);
    }

    /// <summary>Scale [C]; null when the layer is not affine.</summary>
    public Parameter weight
    {
        get => GetParameter(nameof(weight))!;
        set => SetParameter(nameof(weight), value);
    }

    /// <summary>Running mean [C], or null.</summary>
    public Tensor? running_mean
    {
        get => GetBuffer(nameof(running_mean));
        set => SetBuffer(nameof(running_mean), value);
    }

    /// <summary>Running unbiased variance [C], or null.</summary>
    public Tensor? running_var
    {
        get => GetBuffer(nameof(running_var));
        set => SetBuffer(nameof(running_var), value);
    }

    /// <summary>Batches seen in training, int64 scalar, or null.</summary>
    public Tensor? num_batches_tracked
    {
        get => GetBuffer(nameof(num_batches_tracked));
        set => SetBuffer(nameof(num_batches_tracked), value);
    }

    /// <summary>C.</summary>
    public long num_features { get; }

    /// <summary>Added to the variance.</summary>
    public double eps { get; set; }

    /// <summary>Share of the new batch in the running statistics; null for their plain mean.</summary>
    public double? momentum { get; set; }

    /// <summary>Has weight and bias.</summary>
    public bool affine { get; }

    /// <summary>Keeps running statistics.</summary>
    public bool track_running_stats { get; }

    /// <summary>Forgets the running statistics.</summary>
    public void reset_running_stats()
    {
        if (!track_running_stats) return;
        running_mean!.zero_();
        running_var!.fill_(1);
        num_batches_tracked!.zero_();
    }

    /// <summary>Forgets the running statistics and sets weight to 1, bias to 0.</summary>
    public void reset_parameters()
    {
        reset_running_stats();
        if (!affine) return;
        nn.init.ones_(weight);
        nn.init.zeros_(bias!);
    }

    /// <summary>Checks [N, C, ...] before the operator sees it.</summary>
    private protected void Check(Tensor input, string shape, params ReadOnlySpan<long> ranks)
    {
        if (!ranks.Contains(input.ndim))
        {
            throw new ArgumentException($"{GetName()} needs {shape}, but input is [{string.Join(", ", input.shape)}].");
        }
    }
}
