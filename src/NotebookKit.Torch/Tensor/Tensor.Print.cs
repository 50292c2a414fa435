using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Style that str and print use when none is given.</summary>
    public static TorchSharp.TensorStringStyle TensorStringStyle { get; private set; } = TorchSharp.TensorStringStyle.Julia;

    /// <summary>Julia's style.</summary>
    public static TorchSharp.TensorStringStyle julia => TorchSharp.TensorStringStyle.Julia;

    /// <summary>NumPy's style.</summary>
    public static TorchSharp.TensorStringStyle numpy => TorchSharp.TensorStringStyle.Numpy;

    /// <summary>C#'s style.</summary>
    public static TorchSharp.TensorStringStyle csharp => TorchSharp.TensorStringStyle.CSharp;

    internal static TensorPrinter.Options PrintOptions { get; private set; } = new("g5", 100, "\n", 6, 6);

    /// <summary>Sets how tensors are written: digits after the point, or in scientific form.</summary>
    public static void set_printoptions(
        int precision, int? linewidth = null, string? newLine = null, bool sci_mode = false, int? maxRows = null, int? maxColumns = null) =>
        set_printoptions(null, (sci_mode ? "E" : "F") + precision, linewidth, newLine, maxRows, maxColumns);

    /// <summary>Sets how tensors are written; null leaves a setting as it is.</summary>
    public static void set_printoptions(
        TorchSharp.TensorStringStyle? style = null, string? floatFormat = null, int? linewidth = null, string? newLine = null,
        int? maxRows = null, int? maxColumns = null)
    {
        if (style is { } chosen && chosen != TorchSharp.TensorStringStyle.Default)
        {
            TensorStringStyle = chosen;
        }

        var old = PrintOptions;
        PrintOptions = new(
            floatFormat ?? old.FloatFormat, linewidth ?? old.Width, newLine ?? old.NewLine, maxRows ?? old.MaxRows, maxColumns ?? old.MaxColumns);
    }

    public partial class Tensor
    {
        /// <summary>Sizes, type and device in one line.</summary>
        public override string ToString() => ToString(TorchSharp.TensorStringStyle.Metadata);

        /// <summary>The values in the default style, or the one-line description.</summary>
        public string ToString(
            bool disamb, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            ToString(
                disamb ? TorchSharp.TensorStringStyle.Default : TorchSharp.TensorStringStyle.Metadata, fltFormat, width, cultureInfo, newLine);

        /// <summary>The tensor as text in a style.</summary>
        /// <param name="style">Metadata, or a style of values.</param>
        /// <param name="fltFormat">.NET format of reals.</param>
        /// <param name="width">Longest line.</param>
        /// <param name="cultureInfo">Culture of the numbers.</param>
        /// <param name="newLine">Line break.</param>
        public string ToString(
            TorchSharp.TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null,
            string? newLine = null)
        {
            if (style == TorchSharp.TensorStringStyle.Default)
            {
                style = TensorStringStyle;
            }

            var metadata = $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";
            if (style == TorchSharp.TensorStringStyle.Metadata || device_type == DeviceType.META)
            {
                return metadata;
            }

            var set = PrintOptions;
            var options = set with
            {
                FloatFormat = fltFormat ?? set.FloatFormat,
                Width = width ?? set.Width,
                NewLine = newLine ?? set.NewLine,
                Culture = cultureInfo ?? CultureInfo.CurrentCulture,
            };
            using var detached = detach();
            using var here = detached.cpu();
            using var flat = here.contiguous();
            var printer = new TensorPrinter(flat, options);
            return style switch
            {
                TorchSharp.TensorStringStyle.Numpy => printer.Numpy(),
                TorchSharp.TensorStringStyle.CSharp => printer.CSharp(),
                _ => metadata + printer.Julia(),
            };
        }
    }
}
