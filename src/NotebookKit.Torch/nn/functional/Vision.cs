using NotebookKit.Torch.Door;
using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Pads the last dimensions: (left, right) of the last, (top, bottom) of the one before, and so on.</summary>
            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                Ops.pad(input, pad, mode switch
                {
                    PaddingModes.Zeros or PaddingModes.Constant => "constant",
                    PaddingModes.Reflect => "reflect",
                    PaddingModes.Replicate => "replicate",
                    PaddingModes.Circular => "circular",
                    _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "A padding mode must be one of the enum's members."),
                }, mode is PaddingModes.Constant ? value : null);

            /// <summary>Pads the last dimensions: (left, right) of the last, (top, bottom) of the one before, and so on.</summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, pad.AsSpan(), mode, value);

            /// <summary>Pads the last dimension at left and right.</summary>
            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2], mode, value);

            /// <summary>Pads the last two dimensions at left, right, top and bottom.</summary>
            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant,
                double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            /// <summary>Pads every dimension by the same width on both sides.</summary>
            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [.. Enumerable.Repeat(pad, 2 * (int)input.ndim)], mode, value);

            /// <summary>[N, C r^2, H, W] to [N, C, H r, W r].</summary>
            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => Ops.pixel_shuffle(input, upscale_factor);

            /// <summary>[N, C, H r, W r] to [N, C r^2, H, W].</summary>
            public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) => Ops.pixel_unshuffle(input, downscale_factor);

            /// <summary>Enlarges [N, C, ...] to a size or by a factor.</summary>
            public static Tensor upsample(Tensor input, long[]? size = null, double[]? scale_factor = null,
                UpsampleMode mode = UpsampleMode.Nearest, bool align_corners = false) =>
                interpolate(input, size, scale_factor, (InterpolationMode)mode, mode is UpsampleMode.Nearest ? null : align_corners);

            /// <summary>Resizes [N, C, ...] to a size or by a factor, exactly one of which is given; one number serves all dimensions.</summary>
            /// <param name="x">[N, C, W], [N, C, H, W] or [N, C, D, H, W].</param>
            /// <param name="size">Output size without N and C.</param>
            /// <param name="scale_factor">Factor for each dimension.</param>
            /// <param name="mode">Nearest, linear by rank, bicubic, area or nearest exact.</param>
            /// <param name="align_corners">For the linear and cubic modes: the centres of the corner pixels stay the corners.</param>
            /// <param name="recompute_scale_factor">Takes the factor from the rounded output size.</param>
            /// <param name="antialias">Smooths when shrinking; bilinear and bicubic only.</param>
            /// <exception cref="ArgumentException">Both or none of size and factor, or a mode that does not fit the input's rank.</exception>
            public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null,
                InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null, bool recompute_scale_factor = false,
                bool antialias = false)
            {
                var rank = (int)x.ndim - 2;
                if (size is null == scale_factor is null)
                {
                    throw new ArgumentException("interpolate needs either a size or a scale_factor.");
                }
                if (size is { Length: 1 }) size = Sizes.Repeat(size[0], rank);
                if (scale_factor is { Length: 1 }) scale_factor = [.. Enumerable.Repeat(scale_factor[0], rank)];
                if ((size?.Length ?? scale_factor!.Length) != rank)
                {
                    throw new ArgumentException(
                        $"interpolate of [{string.Join(", ", x.shape)}] needs 1 or {rank} sizes or factors, but {size?.Length ?? scale_factor!.Length} came.");
                }
                if (scale_factor is not null && (recompute_scale_factor || mode is InterpolationMode.Area))
                {
                    size = [.. scale_factor.Select((f, d) => (long)Math.Floor(x.shape[d + 2] * f))];
                    scale_factor = null;
                }
                var corners = align_corners ?? false;
                return (mode, rank) switch
                {
                    (InterpolationMode.Nearest, 1) => Ops.upsample_nearest1d_vec(x, size, scale_factor),
                    (InterpolationMode.Nearest, 2) => Ops.upsample_nearest2d_vec(x, size, scale_factor),
                    (InterpolationMode.Nearest, 3) => Ops.upsample_nearest3d_vec(x, size, scale_factor),
                    (InterpolationMode.NearestExact, 1) => Ops._upsample_nearest_exact1d_vec(x, size, scale_factor),
                    (InterpolationMode.NearestExact, 2) => Ops._upsample_nearest_exact2d_vec(x, size, scale_factor),
                    (InterpolationMode.NearestExact, 3) => Ops._upsample_nearest_exact3d_vec(x, size, scale_factor),
                    (InterpolationMode.Linear, 1) => Ops.upsample_linear1d_vec(x, size, corners, scale_factor),
                    (InterpolationMode.Bilinear, 2) when antialias => Ops._upsample_bilinear2d_aa_vec(x, size, corners, scale_factor),
                    (InterpolationMode.Bilinear, 2) => Ops.upsample_bilinear2d_vec(x, size, corners, scale_factor),
                    (InterpolationMode.Bicubic, 2) when antialias => Ops._upsample_bicubic2d_aa_vec(x, size, corners, scale_factor),
                    (InterpolationMode.Bicubic, 2) => Ops.upsample_bicubic2d_vec(x, size, corners, scale_factor),
                    (InterpolationMode.Trilinear, 3) => Ops.upsample_trilinear3d_vec(x, size, corners, scale_factor),
                    (InterpolationMode.Area, 1) => Ops.adaptive_avg_pool1d(x, size!),
                    (InterpolationMode.Area, 2) => Ops.adaptive_avg_pool2d(x, size!),
                    (InterpolationMode.Area, 3) => Ops.adaptive_avg_pool3d(x, size!),
                    _ => throw new ArgumentException(
                        $"interpolate mode {mode} does not fit [{string.Join(", ", x.shape)}]: linear needs 3 dimensions, bilinear and " +
                        "bicubic 4, trilinear 5."),
                };
            }

            /// <summary>Samples [N, C, H, W] at the points of grid [N, h, w, 2], x and y in [-1, 1].</summary>
            public static Tensor grid_sample(Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear,
                GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null) =>
                Ops.grid_sampler(input, grid, (long)mode, (long)padding_mode, align_corners ?? false);

            /// <summary>The sampling grid [N, h, w, 2] of affine maps theta [N, 2, 3] for an output [N, C, h, w].</summary>
            /// <exception cref="ArgumentException">Another form, no floating type, or a size below 1.</exception>
            public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false)
            {
                ArgumentNullException.ThrowIfNull(size);
                var dimensions = size.Length - 2;
                if (!theta.is_floating_point() || dimensions is not (2 or 3) || size.Any(n => n < 1)
                    || theta.ndim != 3 || theta.shape[1] != dimensions || theta.shape[2] != dimensions + 1)
                {
                    throw new ArgumentException(
                        "affine_grid needs floating theta [N, 2, 3] for a size [N, C, h, w], or [N, 3, 4] for " +
                        $"[N, C, d, h, w], with sizes from 1, but got {theta.dtype} " +
                        $"[{string.Join(", ", theta.shape)}] and [{string.Join(", ", size)}].");
                }
                return Ops.affine_grid_generator(theta, size, align_corners);
            }

            /// <summary>softmax(q k^T / sqrt(D)) v for q, k, v [..., L, D] (Vaswani et al. 2017, eq. 1).</summary>
            /// <param name="query">[..., L, D].</param>
            /// <param name="key">[..., S, D].</param>
            /// <param name="value">[..., S, Dv].</param>
            /// <param name="attn_mask">[..., L, S]: false (or minus infinity) hides, true keeps; a floating mask is added.</param>
            /// <param name="p">Dropout on the attention.</param>
            /// <param name="is_casual">Row i sees columns up to i only; no mask then.</param>
            /// <returns>[..., L, Dv].</returns>
            public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null,
                double p = 0, bool is_casual = false)
            {
                if (is_casual && attn_mask is not null)
                {
                    throw new ArgumentException("scaled_dot_product_attention takes a mask or is_casual: true, but both came.");
                }
                var scale = 1 / Math.Sqrt(query.shape[^1]);
                if (attn_mask is null && p == 0 && !is_casual && Attention.Apply(query, key, value, scale) is { } mixed)
                {
                    return mixed;
                }
                using var scope = NewDisposeScope();
                var scores = query.mul(scale).matmul(key.transpose(-2, -1));                                 // [..., L, S]
                if (is_casual)
                {
                    attn_mask = ones([query.shape[^2], key.shape[^2]], ScalarType.Bool, query.device).tril();
                }
                if (attn_mask is not null)
                {
                    scores = attn_mask.dtype is ScalarType.Bool
                        ? scores.masked_fill(attn_mask.logical_not(), double.NegativeInfinity)
                        : scores.add(attn_mask);
                }
                var weights = softmax(scores, -1);
                if (p > 0) weights = dropout(weights, p);
                return weights.matmul(value).MoveToOuterDisposeScope();
            }
        }
    }
}
