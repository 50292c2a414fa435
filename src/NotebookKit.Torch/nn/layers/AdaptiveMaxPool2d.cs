using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Largest value over windows that give [N, C, output height, output width].</summary>
    public sealed class AdaptiveMaxPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal AdaptiveMaxPool2d(long[] output_size) : base(nameof(AdaptiveMaxPool2d))
        {
            this.output_size = output_size;
        }

        /// <summary>[size] or [height, width].</summary>
        public long[] output_size { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => F.adaptive_max_pool2d(input, output_size);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Output size as an array; [1] means square.</summary>
            public static Modules.AdaptiveMaxPool2d AdaptiveMaxPool2d(long[] output_size) => new(output_size);
        }
    }
}
