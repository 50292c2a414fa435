using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Largest value of each window of [N, C, H, W].</summary>
    public sealed class MaxPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal MaxPool2d(long[] kernel_size, long[]? stride, long[]? padding, long[]? dilation, bool ceil_mode)
            : base(nameof(MaxPool2d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride ?? kernel_size;
            this.padding = padding ?? [0];
            this.dilation = dilation ?? [1];
            this.ceil_mode = ceil_mode;
        }

        /// <summary>Window, [1] or [height, width].</summary>
        public long[] kernel_size { get; set; }

        /// <summary>Step; the window by default.</summary>
        public long[] stride { get; set; }

        /// <summary>Border of minus infinity on both sides.</summary>
        public long[] padding { get; set; }

        /// <summary>Spacing inside the window.</summary>
        public long[] dilation { get; set; }

        /// <summary>Rounds the output size up.</summary>
        public bool ceil_mode { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) =>
            F.max_pool2d(input, kernel_size, stride, padding, dilation, ceil_mode);

        /// <summary>The values, and the flat index in its plane where each stood (int64).</summary>
        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) =>
            F.max_pool2d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Square window.</summary>
            public static Modules.MaxPool2d MaxPool2d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) => new(Sizes.Of(kernel_size), Sizes.Of(stride), Sizes.Of(padding), Sizes.Of(dilation), ceil_mode);

            /// <summary>Window of height and width.</summary>
            public static Modules.MaxPool2d MaxPool2d((long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? dilation = null, bool ceil_mode = false) => new(Sizes.Of(kernel_size), Sizes.Of(stride), Sizes.Of(padding), Sizes.Of(dilation), ceil_mode);

            /// <summary>Window as an array.</summary>
            public static Modules.MaxPool2d MaxPool2d(long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? dilation = null,
                bool ceil_mode = false) => new(kernel_size, stride, padding, dilation, ceil_mode);
        }
    }
}
