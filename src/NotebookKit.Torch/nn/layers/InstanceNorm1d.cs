using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Instance normalisation of [N, C, L].</summary>
    public sealed class InstanceNorm1d : InstanceNorm
    {
        internal InstanceNorm1d(long num_features, double eps, double momentum, bool affine, bool track_running_stats,
            Device? device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm1d))
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input)
        {
            Check(input, "[C, L] or [N, C, L]", 2, 3);
            return base.forward(input);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Instance normalisation of [N, C, L]; without parameters by default.</summary>
            public static InstanceNorm1d InstanceNorm1d(long num_features, double eps = 1e-5, double momentum = 0.1,
                bool affine = false, bool track_running_stats = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
