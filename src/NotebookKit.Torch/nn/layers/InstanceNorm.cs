using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules;

/// <summary>Instance normalisation (Ulyanov et al. 2016): each channel of each sample by its own mean and variance.</summary>
public abstract class InstanceNorm : NormBase
{
    private protected InstanceNorm(long num_features, double eps, double momentum, bool affine, bool track_running_stats,
        Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    /// <summary>Own statistics in training or when none are tracked, running statistics otherwise.</summary>
    public override Tensor forward(Tensor input) => F.instance_norm(input, running_mean, running_var,
        GetParameter("weight"), bias, training || !track_running_stats, momentum ?? 0, eps);
}
