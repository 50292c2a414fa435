using NotebookKit.Torch.Generated;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Convolution over [N, C, H, W] (a cross-correlation, as everywhere in the field).</summary>
    public sealed class Conv2d : Convolution
    {
        internal Conv2d(long in_channels, long out_channels, long[] kernel_size, long[]? stride, long[]? padding,
            Padding? padding_type, long[]? dilation, PaddingModes padding_mode, long groups, bool bias, Device? device,
            ScalarType? dtype)
            : base(nameof(Conv2d), in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation,
                output_padding: null, padding_mode, groups, bias, transposed: false, device, dtype)
        {
        }

        /// <summary>3x3, one step at a time, within a border of one zero, all channels together, no bias.</summary>
        internal bool IsPlain3x3 =>
            kernel_size is [3, 3] && stride is [1, 1] && dilation is [1, 1] && groups == 1 && bias is null &&
            padding_mode == PaddingModes.Zeros && (padding is [1, 1] || padding_type is Padding.Same);

        /// <inheritdoc/>
        public override Tensor forward(Tensor input)
        {
            var (padded, border) = Padded(input);
            return border is null
                ? Ops.conv2d_padding(padded, weight, bias, stride, padding_type is Padding.Same ? "same" : "valid", dilation, groups)
                : Ops.conv2d(padded, weight, bias, stride, border, dilation, groups);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Window, step, border and spacing as one number for each.</summary>
            public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0,
                long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1,
                bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Repeat(kernel_size, 2), [stride], [padding], null, [dilation], padding_mode, groups, bias,
                    device, dtype);

            /// <summary>Window, step, border and spacing per dimension.</summary>
            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null,
                (long, long)? padding = null, (long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1,
                bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Of(kernel_size), Sizes.Of(stride), Sizes.Of(padding), null, Sizes.Of(dilation),
                    padding_mode, groups, bias, device, dtype);

            /// <summary>Border by name.</summary>
            public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1,
                long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1,
                bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Repeat(kernel_size, 2), [stride], null, padding, [dilation], padding_mode, groups, bias,
                    device, dtype);

            /// <summary>Border by name, the rest per dimension.</summary>
            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, Padding padding,
                (long, long)? stride = null, (long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1,
                bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Of(kernel_size), Sizes.Of(stride), null, padding, Sizes.Of(dilation), padding_mode,
                    groups, bias, device, dtype);
        }
    }
}
