using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Sums columns [N, C kh kw, L] back into [N, C, H, W].</summary>
    public sealed class Fold : ParameterLessModule<Tensor, Tensor>
    {
        internal Fold((long, long) output_size, (long, long) kernel_size, (long, long) dilation, (long, long) padding,
            (long, long) stride) : base(nameof(Fold))
        {
            this.output_size = output_size;
            this.kernel_size = kernel_size;
            this.dilation = dilation;
            this.padding = padding;
            this.stride = stride;
        }

        /// <summary>H and W.</summary>
        public (long, long) output_size { get; set; }

        /// <summary>Height and width of a window.</summary>
        public (long, long) kernel_size { get; set; }

        /// <summary>Distance of its elements.</summary>
        public (long, long) dilation { get; set; }

        /// <summary>Zeros at each side of the output, which are cut off.</summary>
        public (long, long) padding { get; set; }

        /// <summary>Distance of windows.</summary>
        public (long, long) stride { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) =>
            F.fold(tensor, output_size, kernel_size, dilation, padding, stride);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Sums columns [N, C kh kw, L] back into [N, C, H, W].</summary>
            public static Modules.Fold Fold((long, long) output_size, (long, long) kernel_size,
                (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                new(output_size, kernel_size, dilation ?? (1, 1), padding ?? (0, 0), stride ?? (1, 1));

            /// <summary>Sums columns [N, C k k, L] back into [N, C, H, H].</summary>
            public static Modules.Fold Fold(long output_size, long kernel_size, long dilation = 1, long padding = 0,
                long stride = 1) =>
                new((output_size, output_size), (kernel_size, kernel_size), (dilation, dilation), (padding, padding),
                    (stride, stride));
        }
    }
}
