using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Benchmarks;

/// <summary>A small masked autoencoder (He et al. 2022): 64 patches of 4x4 pixels, 16 of them seen, width 192, six
/// blocks to encode and two to decode.</summary>
internal sealed class MaskedAutoencoder : Module<Tensor, Tensor, Tensor, Tensor>
{
    private const long Patch = 4;
    private const long Patches = 64;
    private const long Width = 192;

    private readonly Parameter position = Parameter(zeros(1, Patches, Width));
    private readonly Parameter decoderPosition = Parameter(zeros(1, Patches, Width));
    private readonly Parameter maskToken = Parameter(zeros(1, 1, Width));
    private readonly Linear embed = Linear(3 * Patch * Patch, Width);
    private readonly Sequential encoder = Blocks(6);
    private readonly Linear between = Linear(Width, Width);
    private readonly Sequential decoder = Blocks(2);
    private readonly Linear head = Linear(Width, 3 * Patch * Patch);

    public MaskedAutoencoder()
        : base(nameof(MaskedAutoencoder)) => RegisterComponents();

    /// <summary>Mean squared error over the masked patches.</summary>
    /// <param name="images">[N, 3, 32, 32].</param>
    /// <param name="order">[N, 64], int64: a permutation of the patches of each image, those seen first.</param>
    /// <param name="restore">[N, 64], int64: its inverse.</param>
    public override Tensor forward(Tensor images, Tensor order, Tensor restore)
    {
        var n = images.shape[0];
        var side = images.shape[2] / Patch;
        var patches = images.reshape(n, 3, side, Patch, side, Patch)
            .permute(0, 2, 4, 3, 5, 1).reshape(n, Patches, 3 * Patch * Patch);        // [N, 64, 48]
        var tokens = embed.call(patches) + position;                                  // [N, 64, D]
        var seen = Gather(tokens, order.narrow(1, 0, Patches / 4));                   // [N, 16, D]
        var code = between.call(encoder.call(seen));                                  // [N, 16, D]
        var hidden = maskToken.expand(n, Patches - (Patches / 4), Width);
        var all = Gather(cat([code, hidden], 1), restore) + decoderPosition;          // [N, 64, D]
        var error = (head.call(decoder.call(all)) - patches).square().mean([2]);      // [N, 64]
        var masked = (restore >= (Patches / 4)).to(error.dtype);
        return (error * masked).sum() / masked.sum();
    }

    private static Tensor Gather(Tensor tokens, Tensor index) =>
        tokens.gather(1, index.unsqueeze(-1).expand(-1, -1, tokens.shape[2]));

    private static Sequential Blocks(int count) => Sequential(
        Enumerable.Range(0, count).Select(Module<Tensor, Tensor> (_) => new Block(Width, heads: 3)).Append(LayerNorm(Width)));

    /// <summary>A transformer block, normalised before (Dosovitskiy et al. 2021, eq. 2 and 3).</summary>
    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly LayerNorm norm1;
        private readonly Linear qkv;
        private readonly Linear mix;
        private readonly LayerNorm norm2;
        private readonly Linear widen;
        private readonly Linear narrow;
        private readonly long heads;

        public Block(long width, long heads)
            : base(nameof(Block))
        {
            this.heads = heads;
            (norm1, qkv, mix) = (LayerNorm(width), Linear(width, 3 * width), Linear(width, width));
            (norm2, widen, narrow) = (LayerNorm(width), Linear(width, 4 * width), Linear(4 * width, width));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            x = x + Attend(norm1.call(x));
            return x + narrow.call(F.gelu(widen.call(norm2.call(x))));
        }

        private Tensor Attend(Tensor x)
        {
            var (n, t, d) = (x.shape[0], x.shape[1], x.shape[2]);
            var parts = qkv.call(x).reshape(n, t, 3, heads, d / heads).permute(2, 0, 3, 1, 4);   // [3, N, h, T, d/h]
            var (q, k, v) = (parts[0], parts[1], parts[2]);
            var weights = (q.matmul(k.transpose(-2, -1)) * Math.Pow(d / heads, -0.5)).softmax(-1);
            return mix.call(weights.matmul(v).transpose(1, 2).reshape(n, t, d));
        }
    }
}
