using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules;

/// <summary>What all convolutions share: weight [out, in / groups, k...], bias [out], and how the window moves.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    private protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[]? stride,
        long[]? padding, Padding? padding_type, long[]? dilation, long[]? output_padding, PaddingModes padding_mode,
        long groups, bool bias, bool transposed, Device? device, ScalarType? dtype)
        : base(name)
    {
        if (groups < 1 || in_channels % groups != 0 || out_channels % groups != 0)
        {
            throw new ArgumentException(
                $"{name} needs channels divisible by groups, but has {in_channels} to {out_channels} channels in {groups} groups.");
        }
        var rank = kernel_size.Length;
        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.transposed = transposed;
        this.padding_mode = padding_mode;
        this.groups = groups;
        this.kernel_size = kernel_size;
        this.stride = Widen(stride, 1, rank);
        this.dilation = Widen(dilation, 1, rank);
        this.output_padding = Widen(output_padding, 0, rank);
        this.padding_type = padding_type;
        this.padding = padding_type is null ? Widen(padding, 0, rank) : null;
        var (rows, columns) = transposed ? (in_channels, out_channels) : (out_channels, in_channels);
        weight = FanInInit.Empty([rows, columns / groups, .. kernel_size], device, dtype);
        if (bias) this.bias = FanInInit.Empty([out_channels], device, dtype);
        reset_parameters();
    }

    /// <summary>[out], or null.</summary>
    public Parameter? bias
    {
        get => GetParameter(nameof(bias));
        set => SetParameter(nameof(bias), value);
    }

    /// <summary>[out, in / groups, k...]; transposed: [in, out / groups, k...].</summary>
    public Parameter weight
    {
        get => GetParameter(nameof(weight))!;
        set => SetParameter(nameof(weight), value);
    }

    /// <summary>Channels of the input.</summary>
    public long in_channels { get; }

    /// <summary>Channels of the output.</summary>
    public long out_channels { get; }

    /// <summary>True for the gradient-of-a-convolution layers.</summary>
    public bool transposed { get; }

    /// <summary>Padding by name, or null when <see cref="padding"/> holds numbers.</summary>
    public Padding? padding_type { get; private set; }

    /// <summary>Border on both sides of each dimension, or null when <see cref="padding_type"/> names it.</summary>
    public long[]? padding { get; private set; }

    /// <summary>What stands in the border.</summary>
    public PaddingModes padding_mode { get; set; }

    /// <summary>Independent groups of channels.</summary>
    public long groups { get; set; }

    /// <summary>Window.</summary>
    public long[] kernel_size { get; set; }

    /// <summary>Step of the window.</summary>
    public long[] stride { get; set; }

    /// <summary>Spacing inside the window.</summary>
    public long[] dilation { get; set; }

    /// <summary>Rows and columns added to one side of a transposed convolution's output.</summary>
    public long[] output_padding { get; set; }

    /// <summary>Draws weight and bias anew, uniform in +-1 / sqrt(fan in): PyTorch's values for the same seed.</summary>
    public void reset_parameters() => FanInInit.Reset(weight, bias);

    /// <summary>Sets the border by number, one or one per dimension.</summary>
    public void SetPadding(long[] padding)
    {
        this.padding = Widen(padding, 0, kernel_size.Length);
        padding_type = null;
    }

    /// <summary>Sets the border by name.</summary>
    public void SetPadding(Padding padding)
    {
        this.padding = null;
        padding_type = padding;
    }

    /// <summary>The input with its border where the operator itself cannot make it, and the border left to the operator.</summary>
    private protected (Tensor Input, long[]? Padding) Padded(Tensor input)
    {
        if (padding_mode is PaddingModes.Zeros) return (input, padding);
        var border = new long[2 * kernel_size.Length];          // last dimension first: (left, right), (top, bottom) ...
        for (var d = 0; d < kernel_size.Length; d++)
        {
            var total = padding_type is Padding.Same ? dilation[d] * (kernel_size[d] - 1) : 2 * (padding?[d] ?? 0);
            var at = 2 * (kernel_size.Length - 1 - d);
            border[at] = total / 2;
            border[at + 1] = total - (total / 2);
        }
        return (F.pad(input, border, padding_mode), new long[kernel_size.Length]);
    }

    private static long[] Widen(long[]? values, long otherwise, int rank) => values switch
    {
        null => Sizes.Repeat(otherwise, rank),
        [var one] => Sizes.Repeat(one, rank),
        _ when values.Length == rank => values,
        _ => throw new ArgumentException($"A {rank}-d convolution needs 1 or {rank} values, but [{string.Join(", ", values)}] came."),
    };
}
