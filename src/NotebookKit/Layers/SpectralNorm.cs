using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Layers;

/// <summary>
/// A layer whose weight is divided by its largest singular value (Miyato et al. 2018, "Spectral Normalization for
/// Generative Adversarial Networks", section 2.1 and algorithm 1), so that the layer's Lipschitz constant is 1. The
/// singular vectors u and v are estimated by power iteration, one round per forward pass in training mode, and kept
/// as buffers. Names and values are those of PyTorch's <c>torch.nn.utils.spectral_norm</c>: weight_orig, bias,
/// weight_u, weight_v.
/// </summary>
public sealed class SpectralNorm : Module<Tensor, Tensor>
{
    private const double Eps = 1e-12;                                     // PyTorch's: keeps a zero weight from 0 / 0

    private readonly Parameter weight_orig;                               // fields have their state-dict names
    private readonly Parameter? bias;
    private readonly Tensor weight_u;
    private readonly Tensor weight_v;
    private readonly Func<Tensor, Tensor, Tensor?, Tensor> operation;
    private readonly int rounds;
    private readonly bool transposed;

    /// <summary>Normalises a linear layer, whose values are taken over; it is disposed.</summary>
    /// <param name="layer">W is [out, in].</param>
    /// <param name="powerIterations">Rounds of power iteration per training pass, 1 or more.</param>
    public SpectralNorm(Linear layer, int powerIterations = 1)
        : this(layer.weight, layer.bias, F.linear, transposed: false, powerIterations) => layer.Dispose();

    /// <summary>Normalises a convolution, whose values are taken over; it is disposed.</summary>
    /// <param name="layer">W [out, in / groups, h, w] is taken as a matrix [out, in / groups h w].</param>
    /// <param name="powerIterations">Rounds of power iteration per training pass, 1 or more.</param>
    /// <exception cref="ArgumentException">The border is given by name or is not of zeros.</exception>
    public SpectralNorm(Conv2d layer, int powerIterations = 1)
        : this(layer.weight, layer.bias, Applied(layer), transposed: false, powerIterations) => layer.Dispose();

    /// <summary>Normalises a transposed convolution, whose values are taken over; it is disposed.</summary>
    /// <param name="layer">W [in, out / groups, h, w] is taken as a matrix [out / groups, in h w].</param>
    /// <param name="powerIterations">Rounds of power iteration per training pass, 1 or more.</param>
    public SpectralNorm(ConvTranspose2d layer, int powerIterations = 1)
        : this(layer.weight, layer.bias, Applied(layer), transposed: true, powerIterations) => layer.Dispose();

    private SpectralNorm(
        Tensor weight, Tensor? bias, Func<Tensor, Tensor, Tensor?, Tensor> operation, bool transposed,
        int powerIterations)
        : base(nameof(SpectralNorm))
    {
        if (powerIterations < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(powerIterations), $"powerIterations must be 1 or more, but is {powerIterations}.");
        }

        (this.operation, this.transposed, rounds) = (operation, transposed, powerIterations);
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        weight_orig = Parameter(weight.detach().clone());
        this.bias = bias is null ? null : Parameter(bias.detach().clone());
        var matrix = Matrix(weight_orig);                                 // [R, C]
        weight_u = Unit(randn(matrix.shape[0], dtype: weight.dtype, device: weight.device)).DetachFromDisposeScope();
        weight_v = Unit(randn(matrix.shape[1], dtype: weight.dtype, device: weight.device)).DetachFromDisposeScope();
        weight_orig.DetachFromDisposeScope();
        this.bias?.DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>The layer's output with the normalised weight.</summary>
    /// <param name="input">As the layer itself takes it.</param>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return operation(input, NormalisedWeight(), bias).MoveToOuterDisposeScope();
    }

    /// <summary>W / sigma(W), with gradients to W (eq. 8); in training mode after a round of power iteration.</summary>
    /// <returns>The weight's shape.</returns>
    public Tensor NormalisedWeight()
    {
        using var scope = NewDisposeScope();
        var matrix = Matrix(weight_orig);                                 // [R, C]
        var (u, v) = (weight_u.detach().clone(), weight_v.detach().clone());
        if (training)
        {
            using var guard = no_grad();
            for (var k = 0; k < rounds; k++)
            {
                v = Unit(matrix.t().mv(u));                               // [C]  algorithm 1, step 1
                u = Unit(matrix.mv(v));                                   // [R]
            }

            weight_u.copy_(u);
            weight_v.copy_(v);
        }

        var sigma = u.dot(matrix.mv(v));                                  // step 2: u^T W v
        return (weight_orig / sigma).MoveToOuterDisposeScope();
    }

    private static Tensor Unit(Tensor vector) => F.normalize(vector, dim: 0, eps: Eps);

    private static Func<Tensor, Tensor, Tensor?, Tensor> Applied(Conv2d layer)
    {
        if (layer.padding is not { } padding || layer.padding_mode != TorchSharp.PaddingModes.Zeros)
        {
            throw new ArgumentException(
                $"SpectralNorm needs a convolution with a numeric border of zeros, but it has " +
                $"{layer.padding_type?.ToString() ?? layer.padding_mode.ToString()}. Give padding as a number.");
        }

        var (stride, dilation, groups) = (layer.stride, layer.dilation, layer.groups);
        return (input, weight, bias) => F.conv2d(input, weight, bias, stride, padding, dilation, groups);
    }

    private static Func<Tensor, Tensor, Tensor?, Tensor> Applied(ConvTranspose2d layer)
    {
        var (stride, padding, extra) = (layer.stride, layer.padding, layer.output_padding);
        var (dilation, groups) = (layer.dilation, layer.groups);
        return (input, weight, bias) =>
            F.conv_transpose2d(input, weight, bias, stride, padding, extra, dilation, groups);
    }

    // Output channels as rows.
    private Tensor Matrix(Tensor weight) =>
        (transposed ? weight.transpose(0, 1) : weight).reshape(weight.shape[transposed ? 1 : 0], -1);
}
