using NotebookKit.Torch.Generated;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Convolution over [N, C, L] (a cross-correlation, as everywhere in the field).</summary>
    public sealed class Conv1d : Convolution
    {
        internal Conv1d(long in_channels, long out_channels, long[] kernel_size, long[]? stride, long[]? padding,
            Padding? padding_type, long[]? dilation, PaddingModes padding_mode, long groups, bool bias, Device? device,
            ScalarType? dtype)
            : base(nameof(Conv1d), in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation,
                output_padding: null, padding_mode, groups, bias, transposed: false, device, dtype)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input)
        {
            var (padded, border) = Padded(input);
            return border is null
                ? Ops.conv1d_padding(padded, weight, bias, stride, padding_type is Padding.Same ? "same" : "valid", dilation, groups)
                : Ops.conv1d(padded, weight, bias, stride, border, dilation, groups);
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
            public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0,
                long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1,
                bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Repeat(kernel_size, 1), [stride], [padding], null, [dilation], padding_mode, groups, bias,
                    device, dtype);

            /// <summary>Border by name.</summary>
            public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1,
                long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1,
                bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Repeat(kernel_size, 1), [stride], null, padding, [dilation], padding_mode, groups, bias,
                    device, dtype);
        }
    }
}
