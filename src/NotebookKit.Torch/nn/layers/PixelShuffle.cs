using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>[N, C r^2, H, W] to [N, C, H r, W r].</summary>
    public sealed class PixelShuffle : ParameterLessModule<Tensor, Tensor>
    {
        internal PixelShuffle(long upscale_factor) : base(nameof(PixelShuffle))
        {
            this.upscale_factor = upscale_factor;
        }

        /// <summary>r.</summary>
        public long upscale_factor { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => F.pixel_shuffle(tensor, upscale_factor);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>[N, C r^2, H, W] to [N, C, H r, W r].</summary>
            public static Modules.PixelShuffle PixelShuffle(long upscale_factor) => new(upscale_factor);
        }
    }
}
