using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Mean over windows that give [N, C, output height, output width].</summary>
    public sealed class AdaptiveAvgPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal AdaptiveAvgPool2d(long[] output_size) : base(nameof(AdaptiveAvgPool2d))
        {
            this.output_size = output_size;
        }

        /// <summary>[size] or [height, width].</summary>
        public long[] output_size { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => F.adaptive_avg_pool2d(input, output_size);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Output size as an array; [1] means square.</summary>
            public static Modules.AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] output_size) => new(output_size);

            /// <summary>Output of height and width.</summary>
            public static Modules.AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) output_size) => new(Sizes.Of(output_size));

            /// <summary>Square output.</summary>
            public static Modules.AdaptiveAvgPool2d AdaptiveAvgPool2d(long output_size) => new(Sizes.Of(output_size));
        }
    }
}
