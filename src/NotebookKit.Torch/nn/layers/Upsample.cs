using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Enlarges [N, C, ...] to a size or by a factor.</summary>
    public sealed class Upsample : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[]? _size;
        private readonly double[]? _scaleFactor;

        internal Upsample(long[]? size, double[]? scale_factor, UpsampleMode mode, bool? align_corners,
            bool? recompute_scale_factor)
            : base(nameof(Upsample))
        {
            _size = size;
            _scaleFactor = scale_factor;
            this.mode = mode;
            this.align_corners = align_corners;
            this.recompute_scale_factor = recompute_scale_factor;
        }

        /// <summary>Computes the factors again from the rounded output size.</summary>
        public bool? recompute_scale_factor { get; set; }

        /// <summary>Interpolation.</summary>
        public UpsampleMode mode { get; }

        /// <summary>Puts the corner pixels' centres on the corners.</summary>
        public bool? align_corners { get; }

        /// <summary>Output size without N and C; empty when a factor was given.</summary>
        public ReadOnlySpan<long> size => _size;

        /// <summary>Factor for each dimension; empty when a size was given.</summary>
        public ReadOnlySpan<double> scale_factor => _scaleFactor;

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => F.interpolate(
            input, _size, _scaleFactor, (InterpolationMode)mode, align_corners, recompute_scale_factor ?? false);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Enlarges [N, C, ...] to <paramref name="size"/> or by <paramref name="scale_factor"/>, exactly one of them.</summary>
            public static Modules.Upsample Upsample(long[]? size = null, double[]? scale_factor = null,
                UpsampleMode mode = UpsampleMode.Nearest, bool? align_corners = null, bool? recompute_scale_factor = null) => new(size, scale_factor, mode, align_corners, recompute_scale_factor);
        }
    }
}
