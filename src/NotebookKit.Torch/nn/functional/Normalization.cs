using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Batch normalisation of [N, C, ...]; updates the running statistics in training.</summary>
            public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null,
                Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-5) =>
                Ops.batch_norm(input, weight, bias, running_mean, running_var, training, momentum, eps, cudnn_enabled: true);

            /// <summary>Group normalisation of [N, C, ...].</summary>
            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null,
                double eps = 1e-5) =>
                Ops.group_norm(input, num_groups, weight, bias, eps);

            /// <summary>Instance normalisation of [N, C, ...].</summary>
            public static Tensor instance_norm(Tensor input, Tensor? running_mean = null, Tensor? running_var = null,
                Tensor? weight = null, Tensor? bias = null, bool use_input_stats = true, double momentum = 0.1, double eps = 1e-5) =>
                Ops.instance_norm(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, cudnn_enabled: true);

            /// <summary>Layer normalisation over the last dimensions.</summary>
            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null,
                double eps = 1e-5) =>
                Ops.layer_norm(input, normalized_shape, weight, bias, eps);

            /// <summary>x / (k + alpha times the mean square of <paramref name="size"/> channels around it)^beta.</summary>
            /// <param name="input">[N, C, ...].</param>
            /// <param name="size">Channels that count; zeros stand outside.</param>
            /// <param name="alpha">Factor of the mean square.</param>
            /// <param name="beta">Exponent.</param>
            /// <param name="k">Added to the mean square.</param>
            public static Tensor local_response_norm(Tensor input, long size, double alpha = 1e-4, double beta = 0.75,
                double k = 1)
            {
                if (input.ndim < 3 || size < 1)
                {
                    throw new ArgumentException(
                        $"local_response_norm needs [N, C, ...] and a size of 1 or more, but got {input} and {size}.");
                }
                if (input.numel() == 0) return input.alias();
                using var scope = NewDisposeScope();
                var (batch, channels) = (input.shape[0], input.shape[1]);
                var squares = input.mul(input).view(batch, 1, channels, -1);              // [N, 1, C, pixels]
                var padded = pad(squares, (0, 0, size / 2, (size - 1) / 2));
                var means = avg_pool2d(padded, (size, 1), (1, 1)).view(input.shape);      // [N, C, ...]
                return (input / (means * alpha + k).pow(beta)).MoveToOuterDisposeScope();
            }

            /// <summary>x over its p-norm along <paramref name="dim"/>, where the norm is at least eps.</summary>
            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12)
            {
                using var norm = Ops.linalg_vector_norm(input, p, dim, keepdim: true);
                using var floor = norm.clamp_min(eps);
                return input.div(floor);
            }

            /// <summary>Zeroes each element with probability p in training and scales the rest by 1 / (1 - p).</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? Alias(Ops.dropout_(input, p, training)) : Ops.dropout(input, p, training);

            /// <summary>Zeroes whole channels of [N, C, H, W] with probability p in training.</summary>
            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? Alias(Ops.feature_dropout_(input, p, training)) : Ops.feature_dropout(input, p, training);
        }
    }
}
