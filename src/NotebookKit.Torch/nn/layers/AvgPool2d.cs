using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Mean of each window of [N, C, H, W].</summary>
    public sealed class AvgPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal AvgPool2d(long[] kernel_size, long[]? stride, long[]? padding, bool ceil_mode, bool count_include_pad,
            long? divisor_override)
            : base(nameof(AvgPool2d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride ?? kernel_size;
            this.padding = padding ?? [0];
            this.ceil_mode = ceil_mode;
            this.count_include_pad = count_include_pad;
            this.divisor_override = divisor_override;
        }

        /// <summary>Window, [1] or [height, width].</summary>
        public long[] kernel_size { get; set; }

        /// <summary>Step; the window by default.</summary>
        public long[] stride { get; set; }

        /// <summary>Border of zeros on both sides.</summary>
        public long[] padding { get; set; }

        /// <summary>Rounds the output size up.</summary>
        public bool ceil_mode { get; set; }

        /// <summary>Counts the border in the mean.</summary>
        public bool count_include_pad { get; set; }

        /// <summary>Divides by this instead of the window's size.</summary>
        public long? divisor_override { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) =>
            F.avg_pool2d(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Square window.</summary>
            public static Modules.AvgPool2d AvgPool2d(long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) => new(Sizes.Of(kernel_size), Sizes.Of(stride), Sizes.Of(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>Window of height and width.</summary>
            public static Modules.AvgPool2d AvgPool2d((long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) => new(Sizes.Of(kernel_size), Sizes.Of(stride), Sizes.Of(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>Window as an array.</summary>
            public static Modules.AvgPool2d AvgPool2d(long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) => new(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
        }
    }
}
