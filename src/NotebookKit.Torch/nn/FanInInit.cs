using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>New parameters, and PyTorch's default values for linear and convolution layers.</summary>
internal static class FanInInit
{
    /// <summary>A parameter whose values nobody has set yet.</summary>
    public static Parameter Empty(long[] size, Device? device, ScalarType? dtype) =>
        new(empty(size, dtype ?? get_default_dtype(), device ?? CPU));

    /// <summary>
    /// Weight by Kaiming's uniform rule with a = sqrt(5), which is +-1 / sqrt(fan in); then the bias in the same range. The
    /// order of the draws is PyTorch's.
    /// </summary>
    public static void Reset(Parameter weight, Parameter? bias)
    {
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (bias is null) return;
        var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
        var bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
        nn.init.uniform_(bias, -bound, bound);
    }
}
