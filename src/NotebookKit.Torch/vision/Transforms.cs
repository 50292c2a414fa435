using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Work on images.</summary>
public static partial class torchvision
{
    /// <summary>Transforms of images [..., C, H, W]: integers in 0..255 or reals in [0, 1].</summary>
    public static partial class transforms
    {
        /// <summary>Transforms one after the other.</summary>
        public static ITransform Compose(params ITransform[] transforms) =>
            new Transform(image => transforms.Aggregate(image, (x, t) => t.call(x)));

        /// <summary>Any function.</summary>
        public static ITransform Lambda(Func<Tensor, Tensor> lambda) => new Transform(lambda);

        /// <summary>(x - mean) / deviation by channel, for [N, C, H, W].</summary>
        /// <param name="means">One for each channel, 1 or 3.</param>
        /// <param name="stdevs">As many.</param>
        /// <param name="dtype">Type of the numbers.</param>
        /// <param name="device">Where the images are.</param>
        /// <exception cref="ArgumentException">Other counts, or images with other channels.</exception>
        public static ITransform Normalize(double[] means, double[] stdevs, ScalarType dtype = ScalarType.Float32,
            Device? device = null)
        {
            ArgumentNullException.ThrowIfNull(means);
            ArgumentNullException.ThrowIfNull(stdevs);
            if (means.Length != stdevs.Length || means.Length is not (1 or 3))
            {
                throw new ArgumentException(
                    $"Normalize needs 1 or 3 means and as many deviations, but {means.Length} and {stdevs.Length} came.");
            }
            var mean = tensor(means, [1, means.Length, 1, 1], dtype, device).DetachFromDisposeScope();
            var deviation = tensor(stdevs, [1, means.Length, 1, 1], dtype, device).DetachFromDisposeScope();
            return new Transform(image => image.ndim == 4 && image.shape[1] == means.Length
                ? (image - mean) / deviation
                : throw new ArgumentException(
                    $"Normalize needs [N, {means.Length}, H, W], but the images are [{string.Join(", ", image.shape)}]."));
        }

        /// <summary>Left to right.</summary>
        public static ITransform HorizontalFlip() => new Transform(image => image.flip(-1));

        /// <summary>Top to bottom.</summary>
        public static ITransform VerticalFlip() => new Transform(image => image.flip(-2));

        /// <summary>Left to right with probability p, the whole batch at once.</summary>
        public static ITransform RandomHorizontalFlip(double p = 0.5) =>
            new Transform(image => rand(1).item<float>() < p ? image.flip(-1) : image);

        /// <summary>Widens the images.</summary>
        /// <param name="padding">Left, right, top, bottom.</param>
        /// <param name="mode">What stands there.</param>
        /// <param name="fill">The constant.</param>
        public static ITransform Pad(long[] padding, PaddingModes mode = PaddingModes.Constant, double fill = 0) =>
            new Transform(image => nn.functional.pad(image, padding, mode, fill));

        /// <summary>The middle of the images.</summary>
        public static ITransform CenterCrop(int height, int width)
        {
            if (height < 1 || width < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(height),
                    $"CenterCrop needs a height and a width of 1 or more, but they are {height} and {width}.");
            }
            return new Transform(
                image => Crop(image, (image.shape[^2] - height) / 2, (image.shape[^1] - width) / 2, height, width));
        }

        /// <summary>The middle square of the images.</summary>
        public static ITransform CenterCrop(int size) => CenterCrop(size, size);

        /// <summary>A random part of the area and of a random shape, scaled to one size; the same for a whole
        /// batch.</summary>
        /// <param name="height">Height of the result.</param>
        /// <param name="width">Width of the result.</param>
        /// <param name="scaleMin">Smallest share of the area.</param>
        /// <param name="scaleMax">Largest share of the area.</param>
        /// <param name="ratioMin">Smallest width by height.</param>
        /// <param name="ratioMax">Largest width by height.</param>
        public static ITransform RandomResizedCrop(int height, int width, double scaleMin = 0.08, double scaleMax = 1,
            double ratioMin = 0.75, double ratioMax = 1.3333333333333) => new Transform(image =>
            {
                var draws = rand(4, float64).data<double>().ToArray();
                var (rows, columns) = (image.shape[^2], image.shape[^1]);
                var area = rows * columns * (scaleMin + ((scaleMax - scaleMin) * draws[0]));
                var ratio = ratioMin * Math.Pow(ratioMax / ratioMin, draws[1]);
                var h = Math.Clamp((long)Math.Round(Math.Sqrt(area / ratio)), 1, rows);
                var w = Math.Clamp((long)Math.Round(Math.Sqrt(area * ratio)), 1, columns);
                var part = Crop(image, (long)((rows - h + 1) * draws[2]), (long)((columns - w + 1) * draws[3]), h, w);
                return Resized(part, height, width, InterpolationMode.Nearest, null, false);
            });

        /// <summary>A random part of the area and of a random shape, scaled to a square.</summary>
        public static ITransform RandomResizedCrop(int size, double scaleMin = 0.08, double scaleMax = 1,
            double ratioMin = 0.75, double ratioMax = 1.3333333333333) =>
            RandomResizedCrop(size, size, scaleMin, scaleMax, ratioMin, ratioMax);

        /// <summary>Scales to a height and a width.</summary>
        public static ITransform Resize(
            int height, int width, InterpolationMode interpolation = InterpolationMode.Nearest,
            int? maxSize = null, bool antialias = false) =>
            new Transform(image => Resized(image, height, width, interpolation, maxSize, antialias));

        /// <summary>Scales the shorter side to a size and keeps the shape.</summary>
        /// <param name="size">Length of the shorter side.</param>
        /// <param name="interpolation">How values between pixels are found.</param>
        /// <param name="maxSize">A size above it is an error.</param>
        /// <param name="antialias">Averages where the image shrinks (bilinear and bicubic).</param>
        public static ITransform Resize(int size, InterpolationMode interpolation = InterpolationMode.Nearest,
            int? maxSize = null, bool antialias = false) =>
            new Transform(image => Resized(image, size, -1, interpolation, maxSize, antialias));

        /// <summary>Scales to a height and a width by the nearest pixel.</summary>
        public static ITransform Resize(int height, int width, int? maxSize = null) =>
            Resize(height, width, InterpolationMode.Nearest, maxSize);

        /// <summary>Scales to a height and a width by the nearest pixel.</summary>
        public static ITransform Resize(int height, int width) => Resize(height, width, InterpolationMode.Nearest);

        /// <summary>Scales the shorter side to a size by the nearest pixel.</summary>
        public static ITransform Resize(int size, int? maxSize = null) =>
            Resize(size, InterpolationMode.Nearest, maxSize);

        /// <summary>Scales the shorter side to a size by the nearest pixel.</summary>
        public static ITransform Resize(int size) => Resize(size, InterpolationMode.Nearest);

        private static Tensor Crop(Tensor image, long top, long left, long height, long width)
        {
            var (rows, columns) = (image.shape[^2], image.shape[^1]);
            if (top < 0 || left < 0 || top + height > rows || left + width > columns)
            {
                image = nn.functional.pad(image, [Math.Max(-left, 0), Math.Max(left + width - columns, 0),
                    Math.Max(-top, 0), Math.Max(top + height - rows, 0)]);
                (top, left) = (Math.Max(top, 0), Math.Max(left, 0));
            }
            return image.narrow(-2, top, height).narrow(-1, left, width);
        }

        private static Tensor Resized(
            Tensor image, long height, long width, InterpolationMode mode, int? maxSize, bool antialias)
        {
            var (rows, columns) = (image.shape[^2], image.shape[^1]);
            if (width < 0)
            {
                if (height > maxSize)
                {
                    throw new ArgumentException(
                        $"Resize needs a size of at most maxSize {maxSize}, but it is {height}.");
                }
                (height, width) = rows < columns ? (height, height * columns / rows)
                    : (height * rows / columns, height);
            }
            if (rows == height && columns == width) return image;
            var smooth = mode is InterpolationMode.Bilinear or InterpolationMode.Bicubic;
            return AsBatch(
                image, x => nn.functional.interpolate(x, [height, width], mode: mode, antialias: antialias && smooth));
        }

        // Runs on real [N, C, H, W] and gives back dimensions and type; integers are rounded.
        private static Tensor AsBatch(Tensor image, Func<Tensor, Tensor> run)
        {
            var real = image.is_floating_point() ? image : image.to(float32);
            while (real.ndim < 4) real = real.unsqueeze(0);
            var result = run(real);
            while (result.ndim > image.ndim) result = result.squeeze(0);
            return image.is_floating_point() ? result : result.round().clamp(0, 255).to(image.dtype);
        }
    }
}
