using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torchvision
{
    public static partial class transforms
    {
        /// <summary>0.2989 red + 0.587 green + 0.114 blue; one channel comes back as it is.</summary>
        /// <param name="outputChannels">1, or 3 equal ones.</param>
        /// <exception cref="ArgumentException">Other counts of channels.</exception>
        public static ITransform Grayscale(int outputChannels = 1)
        {
            if (outputChannels is not (1 or 3))
            {
                throw new ArgumentException($"Grayscale needs 1 or 3 output channels, but {outputChannels} came.");
            }
            return new Transform(image =>
            {
                if (image.shape[^3] == 1) return image;
                var gray = Gray(image);
                return outputChannels == 3 ? gray.expand(image.shape) : gray;
            });
        }

        /// <summary>Away from (above 1) or towards (below 1) the mean gray of each image; 1 keeps it.</summary>
        public static ITransform AdjustContrast(double contrast_factor) =>
            Adjust(contrast_factor, nameof(contrast_factor),
            image => Blend(image, Gray(image).mean([-3, -2, -1], keepdim: true), contrast_factor));

        /// <summary>Random brightness, contrast, saturation and hue in this order, the same for a whole
        /// batch.</summary>
        /// <param name="brightness">Range of the factor.</param>
        /// <param name="contrast">Range of the factor.</param>
        /// <param name="saturation">Range of the factor.</param>
        /// <param name="hue">Range of the shift, in turns of the colour circle, within -0.5 and 0.5.</param>
        public static ITransform ColorJitter(
            (float, float) brightness, (float, float) contrast, (float, float) saturation,
            (float, float) hue) => new Transform(image =>
            {
                var draws = rand(4).data<float>().ToArray();
                float Draw(int k, (float Low, float High) range) => range.Low + (draws[k] * (range.High - range.Low));
                var (b, c, s, h) = (Draw(0, brightness), Draw(1, contrast), Draw(2, saturation), Draw(3, hue));
                var bright = b == 1 ? image : Blend(image, zeros_like(image), b);
                var strong = AdjustContrast(c).call(bright);
                var full = s == 1 || image.shape[^3] == 1 ? strong : Blend(strong, Gray(strong), s);
                return h == 0 || image.shape[^3] == 1 ? full : ShiftHue(full, h);
            });

        /// <summary>Random brightness, contrast and saturation by factors up to 1 +- these, hue by up to +- a
        /// shift.</summary>
        public static ITransform ColorJitter(
            float brightness = 0, float contrast = 0, float saturation = 0, float hue = 0) =>
            ColorJitter((Math.Max(0, 1 - brightness), 1 + brightness), (Math.Max(0, 1 - contrast), 1 + contrast),
                (Math.Max(0, 1 - saturation), 1 + saturation), (-hue, hue));

        private static Transform Adjust(double factor, string name, Func<Tensor, Tensor> run) => factor >= 0
            ? new(image => factor == 1 ? image : run(image))
            : throw new ArgumentException($"{name} needs to be 0 or more, but is {factor}.");

        // [..., 3, H, W] to [..., 1, H, W], real.
        private static Tensor Gray(Tensor image)
        {
            var real = image.is_floating_point() ? image : image.to(float32);
            if (image.shape[^3] == 1) return real;
            if (image.shape[^3] != 3)
            {
                throw new ArgumentException(
                    $"Colours need [..., 3, H, W], but the image is [{string.Join(", ", image.shape)}].");
            }
            var gray = real.select(-3, 0) * 0.2989 + real.select(-3, 1) * 0.587 + real.select(-3, 2) * 0.114;
            return (image.is_floating_point() ? gray : gray.floor()).unsqueeze(-3);
        }

        private static Tensor Blend(Tensor image, Tensor other, double share) =>
            (image * share + other * (1 - share)).clamp(0, image.is_floating_point() ? 1 : 255).to(image.dtype);

        // Through hue, saturation and value: c(n) = v - v s max(0, min(k, 4 - k, 1)), k = (n + 6 h) mod 6, n = 5, 3, 1.
        private static Tensor ShiftHue(Tensor image, double turns)
        {
            var scale = image.is_floating_point() ? 1.0 : 255.0;
            var rgb = (image.is_floating_point() ? image : image.to(float32)) / scale;
            var (r, g, b) = (rgb.select(-3, 0), rgb.select(-3, 1), rgb.select(-3, 2));
            var (value, low) = (rgb.amax([-3]), rgb.amin([-3]));
            var range = value - low;
            var divisor = where(range > 0, range, ones_like(range));
            var sector = where(value == r, ((g - b) / divisor) % 6,
                where(value == g, ((b - r) / divisor) + 2, ((r - g) / divisor) + 4));
            var turned = sector + (6 * turns);
            Tensor Channel(int n)
            {
                var k = (turned + n) % 6;
                return value - (range * k.minimum(4 - k).clamp(0, 1));
            }
            var shifted = stack([Channel(5), Channel(3), Channel(1)], -3) * scale;
            return (image.is_floating_point() ? shifted : shifted.round()).to(image.dtype);
        }
    }
}
