using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What transposed convolutions share: the output size can be asked for.</summary>
public abstract class ConvolutionTranspose : Convolution
{
    private protected ConvolutionTranspose(string name, long in_channels, long out_channels, long[] kernel_size,
        long[]? stride, long[]? padding, long[]? output_padding, long[]? dilation, PaddingModes padding_mode, long groups,
        bool bias, Device? device, ScalarType? dtype)
        : base(name, in_channels, out_channels, kernel_size, stride, padding, padding_type: null, dilation, output_padding,
            padding_mode, groups, bias, transposed: true, device, dtype)
    {
        if (padding_mode != PaddingModes.Zeros)
        {
            throw new ArgumentException($"{name} pads with zeros only, but padding_mode is {padding_mode}.");
        }
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => forward(input, null);

    /// <summary>The transposed convolution whose output has the spatial size asked for, or the smallest one.</summary>
    /// <exception cref="ArgumentException">No output padding gives that size.</exception>
    public abstract Tensor forward(Tensor input, long[]? output_size);

    /// <summary>The output padding that gives <paramref name="outputSize"/> (spatial sizes only).</summary>
    private protected long[] OutputPadding(Tensor input, long[]? outputSize)
    {
        if (outputSize is null) return output_padding;
        var rank = kernel_size.Length;
        var shape = input.shape;
        var result = new long[rank];
        for (var d = 0; d < rank; d++)
        {
            var least = ((shape[^(rank - d)] - 1) * stride[d]) - (2 * padding![d]) + (dilation[d] * (kernel_size[d] - 1)) + 1;
            result[d] = outputSize[^(rank - d)] - least;
            if (result[d] < 0 || result[d] >= Math.Max(stride[d], dilation[d]))
            {
                throw new ArgumentException(
                    $"output_size of dimension {d} must be from {least} to {least + stride[d] - 1}, but is {outputSize[^(rank - d)]}.");
            }
        }
        return result;
    }
}
