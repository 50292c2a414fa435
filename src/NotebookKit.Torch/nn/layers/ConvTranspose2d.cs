using NotebookKit.Torch.Generated;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Transposed convolution over [N, C, H, W]: the gradient of a convolution as a layer.</summary>
    public sealed class ConvTranspose2d : ConvolutionTranspose
    {
        internal ConvTranspose2d(long in_channels, long out_channels, long[] kernel_size, long[]? stride, long[]? padding,
            long[]? output_padding, long[]? dilation, PaddingModes padding_mode, long groups, bool bias, Device? device,
            ScalarType? dtype)
            : base(nameof(ConvTranspose2d), in_channels, out_channels, kernel_size, stride, padding, output_padding, dilation,
                padding_mode, groups, bias, device, dtype)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, long[]? output_size) => Ops.conv_transpose2d_input(
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
            public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, long kernel_size, long stride = 1,
                long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Repeat(kernel_size, 2), [stride], [padding], [output_padding], [dilation],
                    padding_mode, groups, bias, device, dtype);

            /// <summary>Window, step, border and spacing per dimension.</summary>
            public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null,
                (long, long)? padding = null, (long, long)? output_padding = null, (long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Of(kernel_size), Sizes.Of(stride), Sizes.Of(padding), Sizes.Of(output_padding),
                    Sizes.Of(dilation), padding_mode, groups, bias, device, dtype);
        }
    }
}
