using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules;

/// <summary>Batch normalisation (Ioffe and Szegedy 2015) over all dimensions but the channels.</summary>
public abstract class BatchNorm : NormBase
{
    /// <summary>For layers over other shapes; the arguments are those of <see cref="torch.nn.BatchNorm2d"/>.</summary>
    protected BatchNorm(long num_features, double eps, double momentum, bool affine, bool track_running_stats,
        Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    /// <summary>Batch statistics in training (or when none are tracked), running statistics otherwise.</summary>
    public override Tensor forward(Tensor input)
    {
        var share = momentum ?? 0;
        if (training && num_batches_tracked is { } seen)
        {
            seen.add_(1);
            if (momentum is null) share = 1.0 / seen.ToInt64();
        }
        var useBatch = training || running_mean is null;
        var update = !training || track_running_stats;
        return F.batch_norm(input, update ? running_mean : null, update ? running_var : null, GetParameter("weight"), bias,
            useBatch, share, eps);
    }
}
