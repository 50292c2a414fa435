using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.Backbones;

/// <summary>
/// Nearest doubling of a map followed by a convolution of the same size: the growing step of a decoder, without ever
/// making the doubled map. Optionally a skip of the doubled size is concatenated behind the doubled map.
/// </summary>
/// <remarks>
/// Under a k x k kernel on the doubled grid lie only t x t different pixels, t = (k + 1) / 2, and which weights fall on the
/// same pixel depends only on whether row and column of the output are even or odd. So the weights are summed to four
/// t x t kernels, one for each case, which work on the small grid: the same function of the same weights in (t / k)^2 of
/// the multiplications, 9/25 for a 5 x 5 kernel. The skip has a convolution of its own; the sums are the same again.
/// </remarks>
public sealed class DoublingConvolution : Module<Tensor, Tensor>
{
    private readonly Conv2d convolution;
    private readonly Tensor fold;                                                      // [k k, 4 t t]
    private readonly int kernel;
    private readonly int folded;

    /// <summary>Makes the step with the weights that the plain convolution has at first.</summary>
    /// <param name="maps">Maps that come: of the small grid, then those of the skip.</param>
    /// <param name="next">Maps that go.</param>
    /// <param name="kernel">k, odd, 3 or more.</param>
    /// <param name="bias">Whether each map that goes has a bias.</param>
    /// <exception cref="ArgumentException">The kernel is even or too small.</exception>
    public DoublingConvolution(int maps, int next, int kernel, bool bias = true)
        : base(nameof(DoublingConvolution))
    {
        if (kernel < 3 || kernel % 2 == 0)
        {
            throw new ArgumentException($"kernel must be odd and 3 or more, but is {kernel}.", nameof(kernel));
        }

        (this.kernel, folded) = (kernel, (kernel + 1) / 2);
        convolution = Conv2d(maps, next, kernel, padding: kernel / 2, bias: bias);
        using var scope = NewDisposeScope();
        var falls = tensor(Falls(kernel, folded));                                     // [2, t, k]
        fold = einsum("pak,qbl->klpqab", falls, falls).reshape(kernel * kernel, -1).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>Doubles and convolves.</summary>
    /// <param name="input">[N, maps, H, W].</param>
    /// <returns>[N, next, 2 H, 2 W].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var grown = Grow(input, convolution.weight!);
        return (convolution.bias is { } bias ? grown.add_(bias.reshape(-1, 1, 1)) : grown).MoveToOuterDisposeScope();
    }

    /// <summary>Doubles, concatenates a skip and convolves.</summary>
    /// <param name="input">[N, maps - S, H, W].</param>
    /// <param name="skip">[N, S, 2 H, 2 W].</param>
    /// <returns>[N, next, 2 H, 2 W].</returns>
    public Tensor Join(Tensor input, Tensor skip)
    {
        using var scope = NewDisposeScope();
        var (maps, skipped) = (input.shape[1], skip.shape[1]);
        var weight = convolution.weight!;                                              // [next, maps, k, k]
        var beside = F.conv2d(
            skip, weight.narrow(1, maps, skipped), convolution.bias, padding: [kernel / 2, kernel / 2]);
        return beside.add_(Grow(input, weight.narrow(1, 0, maps))).MoveToOuterDisposeScope();
    }

    private Tensor Grow(Tensor input, Tensor weight)
    {
        var (next, maps) = (weight.shape[0], weight.shape[1]);
        var four = weight.reshape(next * maps, -1).matmul(fold)                        // [O I, 4 t t]
            .reshape(next, maps, 4, folded, folded).transpose(1, 2)                    // [O, 4, I, t, t]
            .reshape(next * 4, maps, folded, folded);
        var border = (kernel / 2 + 1) / 2;
        var cases = F.conv2d(input, four, padding: [border, border]);                  // [N, 4 O, H or H + 1, ...]
        return F.pixel_shuffle(kernel / 2 % 2 == 0 ? cases : Aligned(cases, input), 2);
    }

    // Where half a kernel is an odd number of pixels, odd rows and columns begin one pixel later than even ones.
    private static Tensor Aligned(Tensor cases, Tensor input)
    {
        var (height, width) = (input.shape[2], input.shape[3]);
        var byCase = cases.reshape(cases.shape[0], -1, 4, height + 1, width + 1);      // [N, O, 4, H + 1, W + 1]
        return stack([.. Enumerable.Range(0, 4).Select(c => byCase.select(2, c).narrow(2, c / 2, height)
            .narrow(3, c % 2, width))], 2).flatten(1, 2);                              // [N, 4 O, H, W]
    }

    // Weight j falls on pixel floor((p + j - half) / 2), counted from the first pixel of the case p: even 0, odd 1.
    private static float[,,] Falls(int kernel, int folded)
    {
        var falls = new float[2, folded, kernel];
        for (var p = 0; p < 2; p++)
        {
            for (var j = 0; j < kernel; j++)
            {
                var first = (p - (kernel / 2)) >> 1;
                falls[p, ((p + j - (kernel / 2)) >> 1) - first, j] = 1;
            }
        }

        return falls;
    }
}
