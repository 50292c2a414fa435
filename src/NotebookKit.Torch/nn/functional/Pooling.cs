using NotebookKit.Torch.Door;
using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Largest value of each window of [N, C, H, W]; the step is the window by default.</summary>
            public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null,
                long[]? dilation = null, bool ceil_mode = false) =>
                MaxPool.Apply(input, kernel_size, strides, padding, dilation, ceil_mode)
                ?? Ops.max_pool2d(input, kernel_size, strides, padding, dilation, ceil_mode);

            /// <summary>Largest value of each window of [N, C, H, W]; the step is the window by default.</summary>
            public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null,
                long? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, Sizes.Of(kernel_size), Sizes.Of(stride), Sizes.Of(padding), Sizes.Of(dilation), ceil_mode);

            /// <summary>Largest value of each window of [N, C, H, W]; the step is the window by default.</summary>
            public static Tensor max_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, Sizes.Of(kernel_size), Sizes.Of(stride), Sizes.Of(padding), Sizes.Of(dilation), ceil_mode);

            internal static (Tensor Values, Tensor Indices) max_pool2d_with_indices(Tensor input, long[] kernel_size, long[]? stride,
                long[]? padding, long[]? dilation, bool ceil_mode) =>
                Ops.max_pool2d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);

            /// <summary>Mean of each window of [N, C, H, W]; the step is the window by default.</summary>
            public static Tensor avg_pool2d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Ops.avg_pool2d(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);

            /// <summary>Mean of each window of [N, C, H, W]; the step is the window by default.</summary>
            public static Tensor avg_pool2d(Tensor input, long kernel_size, long? stride = null, long padding = 0,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Ops.avg_pool2d(input, kernel_size, Sizes.Of(stride), padding, ceil_mode, count_include_pad, divisor_override);

            /// <summary>Mean of each window of [N, C, H, W]; the step is the window by default.</summary>
            public static Tensor avg_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null,
                (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Ops.avg_pool2d(input, Sizes.Of(kernel_size), Sizes.Of(stride), Sizes.Of(padding), ceil_mode, count_include_pad,
                    divisor_override);

            /// <summary>Mean over windows that give [N, C, output height, output width].</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) =>
                Ops.adaptive_avg_pool2d(input, output_size is [var size] ? Sizes.Repeat(size, 2) : output_size);

            /// <summary>Mean over windows that give [N, C, output height, output width].</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) =>
                Ops.adaptive_avg_pool2d(input, Sizes.Of(output_size));

            /// <summary>Mean over windows that give [N, C, output height, output width].</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) =>
                Ops.adaptive_avg_pool2d(input, Sizes.Repeat(output_size, 2));

            /// <summary>Largest value over windows that give [N, C, output height, output width].</summary>
            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size)
            {
                var (values, indices) = Ops.adaptive_max_pool2d(
                    input, output_size.Length == 1 ? Sizes.Repeat(output_size[0], 2) : output_size);   // no single number here
                indices.Dispose();
                return values;
            }
        }
    }
}
