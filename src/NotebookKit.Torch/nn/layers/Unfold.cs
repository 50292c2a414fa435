using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>The windows of [N, C, H, W] as columns [N, C kh kw, L].</summary>
    public sealed class Unfold : ParameterLessModule<Tensor, Tensor>
    {
        internal Unfold((long, long) kernel_size, (long, long) dilation, (long, long) padding, (long,
            long) stride) : base(nameof(Unfold))
        {
            this.kernel_size = kernel_size;
            this.dilation = dilation;
            this.padding = padding;
            this.stride = stride;
        }

        /// <summary>Height and width of a window.</summary>
        public (long, long) kernel_size { get; set; }

        /// <summary>Distance of its elements.</summary>
        public (long, long) dilation { get; set; }

        /// <summary>Zeros at each side.</summary>
        public (long, long) padding { get; set; }

        /// <summary>Distance of windows.</summary>
        public (long, long) stride { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => F.unfold(tensor, kernel_size, dilation, padding, stride);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The windows of [N, C, H, W] as columns [N, C kh kw, L].</summary>
            public static Modules.Unfold Unfold((long, long) kernel_size, (long, long)? dilation = null,
                (long, long)? padding = null, (long, long)? stride = null) =>
                new(kernel_size, dilation ?? (1, 1), padding ?? (0, 0), stride ?? (1, 1));

            /// <summary>The windows of [N, C, H, W] as columns [N, C k k, L].</summary>
            public static Modules.Unfold Unfold(long kernel_size, long dilation = 1, long padding = 0,
                long stride = 1) =>
                new((kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));
        }
    }
}
