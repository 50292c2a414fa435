using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>[N, C, H r, W r] to [N, C r^2, H, W].</summary>
    public sealed class PixelUnshuffle : ParameterLessModule<Tensor, Tensor>
    {
        internal PixelUnshuffle(long downscale_factor) : base(nameof(PixelUnshuffle))
        {
            this.downscale_factor = downscale_factor;
        }

        /// <summary>r.</summary>
        public long downscale_factor { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => F.pixel_unshuffle(tensor, downscale_factor);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>[N, C, H r, W r] to [N, C r^2, H, W].</summary>
            public static Modules.PixelUnshuffle PixelUnshuffle(long downscale_factor) => new(downscale_factor);
        }
    }
}
