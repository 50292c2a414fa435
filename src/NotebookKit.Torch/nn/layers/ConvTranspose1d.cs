using NotebookKit.Torch.Generated;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Transposed convolution over [N, C, L]: the gradient of a convolution as a layer.</summary>
    public sealed class ConvTranspose1d : ConvolutionTranspose
    {
        internal ConvTranspose1d(long in_channels, long out_channels, long[] kernel_size, long[]? stride, long[]? padding,
            long[]? output_padding, long[]? dilation, PaddingModes padding_mode, long groups, bool bias, Device? device,
            ScalarType? dtype)
            : base(nameof(ConvTranspose1d), in_channels, out_channels, kernel_size, stride, padding, output_padding, dilation,
                padding_mode, groups, bias, device, dtype)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, long[]? output_size) => Ops.conv_transpose1d(
            input, weight, bias, stride, padding!, OutputPadding(input, output_size), groups, dilation);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Window, step, border and spacing as one number for each.</summary>
            public static ConvTranspose1d ConvTranspose1d(long in_channels, long out_channels, long kernel_size, long stride = 1,
                long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Repeat(kernel_size, 1), [stride], [padding], [output_padding], [dilation],
                    padding_mode, groups, bias, device, dtype);
        }
    }
}
