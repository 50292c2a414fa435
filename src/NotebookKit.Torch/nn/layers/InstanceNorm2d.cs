using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Instance normalisation of [N, C, H, W].</summary>
    public sealed class InstanceNorm2d : InstanceNorm
    {
        internal InstanceNorm2d(long num_features, double eps, double momentum, bool affine, bool track_running_stats,
            Device? device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm2d))
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input)
        {
            Check(input, "[C, H, W] or [N, C, H, W]", 3, 4);
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
            /// <summary>Instance normalisation of [N, C, H, W]; without parameters by default.</summary>
            public static InstanceNorm2d InstanceNorm2d(long num_features, double eps = 1e-5, double momentum = 0.1,
                bool affine = false, bool track_running_stats = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
