using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torchvision
{
    public static partial class transforms
    {
        /// <summary>Turns images counter-clockwise.</summary>
        /// <param name="angle">In degrees.</param>
        /// <param name="interpolation">How values between pixels are found.</param>
        /// <param name="expand">Makes the result large enough for all corners; else it has the size of the
        /// image.</param>
        /// <param name="center">Column and row that stay in place; null: the middle.</param>
        /// <param name="fill">What stands outside, one value or one for each channel; null: 0.</param>
        public static ITransform Rotate(float angle, InterpolationMode interpolation = InterpolationMode.Nearest,
            bool expand = false, (int, int)? center = null, IList<float>? fill = null)
        {
            var (sine, cosine) = Math.SinCos(angle * Math.PI / 180);
            var mode = interpolation switch
            {
                InterpolationMode.Nearest => GridSampleMode.Nearest,
                InterpolationMode.Bilinear => GridSampleMode.Bilinear,
                _ => throw new ArgumentException(
                    $"Rotate needs Nearest or Bilinear, but interpolation is {interpolation}."),
            };
            return new Transform(image => AsBatch(image, x =>
            {
                var (h, w) = (x.shape[^2], x.shape[^1]);
                var (cx, cy) = center is { } at ? (at.Item1 - (w * 0.5), at.Item2 - (h * 0.5)) : (0, 0);
                var (rows, columns) = expand
                    ? (Length(Math.Abs(sine) * w + Math.Abs(cosine) * h),
                        Length(Math.Abs(cosine) * w + Math.Abs(sine) * h))
                    : (h, w);
                var across = Middle(columns, x) - cx;                                                     // [columns]
                var down = (Middle(rows, x) - cy).unsqueeze(1);                                           // [rows, 1]
                var column = ((across * cosine) - (down * sine) + cx) / (0.5 * w);
                var row = ((across * sine) + (down * cosine) + cy) / (0.5 * h);
                var from = stack([column, row], -1);                                        // [rows, columns, 2]
                var grid = from.unsqueeze(0).expand(x.shape[0], rows, columns, 2);
                var turned = nn.functional.grid_sample(x, grid, mode, GridSamplePaddingMode.Zeros, false);
                if (fill is null || fill.Count == 0) return turned;
                var covered = nn.functional.grid_sample(
                    ones_like(x.narrow(1, 0, 1)), grid, mode, GridSamplePaddingMode.Zeros, false);
                var colour = tensor(fill.ToArray(), dtype: x.dtype, device: x.device).reshape(1, -1, 1, 1);
                return mode == GridSampleMode.Nearest
                    ? where(covered < 0.5, colour, turned)
                    : turned + (colour * (1 - covered));
            }));
        }

        // Centres of the pixels, seen from the middle.
        private static Tensor Middle(long count, Tensor like) =>
            arange(count, dtype: like.dtype, device: like.device) - ((count - 1) * 0.5);

        // Whole pixels; what a rounding error would add is none.
        private static long Length(double exact) => 2 * (long)Math.Ceiling((exact * 0.5) - 1e-4);
    }
}
