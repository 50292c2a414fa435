using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torchvision
{
    /// <summary>Pictures of pictures.</summary>
    public static class utils
    {
        /// <summary>Images side by side.</summary>
        /// <param name="tensors">Images [C, H, W] of one size.</param>
        /// <param name="nrow">Images in a row.</param>
        /// <param name="padding">Pixels around each.</param>
        /// <param name="normalize">Stretches the values to [0, 1].</param>
        /// <param name="value_range">From where to where; null: from the least to the largest.</param>
        /// <param name="scale_each">Stretches each image by itself.</param>
        /// <param name="pad_value">Stands between the images.</param>
        public static Tensor make_grid(
            IEnumerable<Tensor> tensors, long nrow = 8, int padding = 2, bool normalize = false,
            (double low, double high)? value_range = null, bool scale_each = false, double pad_value = 0)
        {
            using var batch = stack(tensors);
            return make_grid(batch, nrow, padding, normalize, value_range, scale_each, pad_value);
        }

        /// <summary>Images side by side.</summary>
        /// <param name="tensor">[N, C, H, W]; one image [C, H, W] or [H, W] is given back with three channels.</param>
        /// <param name="nrow">Images in a row.</param>
        /// <param name="padding">Pixels around each.</param>
        /// <param name="normalize">Stretches the values to [0, 1].</param>
        /// <param name="value_range">From where to where; null: from the least to the largest.</param>
        /// <param name="scale_each">Stretches each image by itself.</param>
        /// <param name="pad_value">Stands between the images.</param>
        /// <returns>[3 or C, rows, columns].</returns>
        public static Tensor make_grid(Tensor tensor, long nrow = 8, int padding = 2, bool normalize = false,
            (double low, double high)? value_range = null, bool scale_each = false, double pad_value = 0)
        {
            using var scope = NewDisposeScope();
            if (tensor.ndim is < 2 or > 4)
            {
                throw new ArgumentException(
                    "make_grid needs [N, C, H, W], [C, H, W] or [H, W], but the tensor is " +
                    $"[{string.Join(", ", tensor.shape)}].");
            }
            var images = tensor;
            while (images.ndim < 4) images = images.unsqueeze(0);
            if (images.shape[1] == 1) images = images.expand(-1, 3, -1, -1);
            if (normalize) images = scale_each ? stack(images.unbind().Select(i => Stretched(i, value_range)))
                : Stretched(images, value_range);
            if (images.shape[0] == 1) return images[0].clone().MoveToOuterDisposeScope();
            var count = images.shape[0];
            var across = Math.Min(nrow, count);
            var (height, width) = (images.shape[2] + padding, images.shape[3] + padding);
            var grid = full(
                [images.shape[1], (height * ((count + across - 1) / across)) + padding, (width * across) + padding],
                pad_value, images.dtype, images.device);
            for (var k = 0L; k < count; k++)
            {
                grid.narrow(1, (k / across * height) + padding, height - padding)
                    .narrow(2, (k % across * width) + padding, width - padding).copy_(images[k]);
            }
            return grid.MoveToOuterDisposeScope();
        }

        private static Tensor Stretched(Tensor images, (double Low, double High)? range)
        {
            var (low, high) = range ?? (images.min().ToDouble(), images.max().ToDouble());
            return (images.clamp(low, high) - low) / Math.Max(high - low, 1e-5);
        }
    }
}
