using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>
/// Masked autoencoder (He et al. 2022, section 3): a vision transformer encodes the patches that a mask keeps, a narrow
/// one predicts the pixels of all. State-dict names are those of the published checkpoints: cls_token, pos_embed,
/// patch_embed.proj, blocks.i.*, norm, decoder_embed, mask_token, decoder_pos_embed, decoder_blocks.i.*, decoder_norm,
/// decoder_pred. The position codes are fixed and therefore buffers here; the checkpoints keep them as untrained
/// parameters of the same names.
/// </summary>
public sealed class MaskedAutoencoder : Module<Tensor, PatchMask, Tensor>
{
    [ComponentName(Name = "cls_token")]
    private readonly Parameter classToken;
    [ComponentName(Name = "mask_token")]
    private readonly Parameter maskToken;
    [ComponentName(Name = "pos_embed")]
    private readonly Tensor position;
    [ComponentName(Name = "decoder_pos_embed")]
    private readonly Tensor decoderPosition;
    [ComponentName(Name = "patch_embed")]
    private readonly PatchEmbedding patches;
    private readonly Sequential blocks;
    private readonly LayerNorm norm;
    [ComponentName(Name = "decoder_embed")]
    private readonly Linear decoderEmbedding;
    [ComponentName(Name = "decoder_blocks")]
    private readonly Sequential decoderBlocks;
    [ComponentName(Name = "decoder_norm")]
    private readonly LayerNorm decoderNorm;
    [ComponentName(Name = "decoder_pred")]
    private readonly Linear prediction;

    /// <summary>Builds a network with Xavier-uniform weights, drawn from the default generator.</summary>
    /// <param name="encoder">Sizes of the encoder.</param>
    /// <param name="decoderWidth">D', a multiple of the heads and of 4; 512 as published.</param>
    /// <param name="decoderDepth">Blocks of the decoder; 8 as published.</param>
    /// <param name="decoderHeads">Heads of the decoder; 16 as published.</param>
    /// <exception cref="ArgumentException">Sizes that do not fit.</exception>
    public MaskedAutoencoder(VitShape encoder, long decoderWidth = 512, int decoderDepth = 8, long decoderHeads = 16)
        : base(nameof(MaskedAutoencoder))
    {
        encoder.Check();
        (encoder with { Width = decoderWidth, Depth = decoderDepth, Heads = decoderHeads }).Check();
        Encoder = encoder;
        classToken = Parameter(empty(1, 1, encoder.Width));
        maskToken = Parameter(empty(1, 1, decoderWidth));
        position = PositionCode.Sine2d(encoder.Width, encoder.Grid);
        decoderPosition = PositionCode.Sine2d(decoderWidth, encoder.Grid);
        patches = new PatchEmbedding(encoder);
        blocks = TransformerBlock.Row(encoder.Depth, encoder.Width, encoder.Heads);
        norm = LayerNorm(encoder.Width, eps: 1e-6);
        decoderEmbedding = Linear(encoder.Width, decoderWidth);
        decoderBlocks = TransformerBlock.Row(decoderDepth, decoderWidth, decoderHeads);
        decoderNorm = LayerNorm(decoderWidth, eps: 1e-6);
        prediction = Linear(decoderWidth, encoder.Patch * encoder.Patch * encoder.Channels);
        RegisterComponents();
        TransformerBlock.XavierUniform(this, patches.Projection);
        using var guard = no_grad();
        init.normal_(classToken, 0, 0.02);
        init.normal_(maskToken, 0, 0.02);
    }

    /// <summary>Sizes of the encoder.</summary>
    public VitShape Encoder { get; }

    /// <summary>The pixels of all patches, predicted from those that the mask keeps.</summary>
    /// <param name="input">[N, C, side, side], float32, normalised as in training.</param>
    /// <param name="mask">The patches kept of each picture.</param>
    /// <returns>[N, L, p x p x C]; <see cref="Patches.Join"/> makes pictures of it.</returns>
    /// <exception cref="ShapeException">Another shape.</exception>
    public override Tensor forward(Tensor input, PatchMask mask) => Decode(Encode(input, mask), mask);

    /// <summary>The tokens of the patches kept, the class token first.</summary>
    /// <param name="images">[N, C, side, side].</param>
    /// <param name="mask">The patches kept; null keeps all in their order.</param>
    /// <returns>[N, 1 + K, D].</returns>
    /// <exception cref="ShapeException">Another shape.</exception>
    public Tensor Encode(Tensor images, PatchMask? mask = null)
    {
        var x = patches.call(images) + position.narrow(1, 1, Encoder.Patches);     // [N, L, D]
        if (mask is not null)
        {
            x = x.gather(1, Wide(mask.Keep, Encoder.Width));              // [N, K, D]
        }

        var first = classToken + position.narrow(1, 0, 1);                // [1, 1, D]
        x = cat([first.expand(x.shape[0], -1, -1), x], 1);                // [N, 1 + K, D]
        return norm.call(blocks.call(x));
    }

    /// <summary>The pixels of all patches from the tokens of those kept.</summary>
    /// <param name="latent">[N, 1 + K, D], from <see cref="Encode"/> with the same mask.</param>
    /// <param name="mask">The patches kept.</param>
    /// <returns>[N, L, p x p x C].</returns>
    public Tensor Decode(Tensor latent, PatchMask mask)
    {
        var x = decoderEmbedding.call(latent);                            // [N, 1 + K, D']
        var (count, kept, width) = (x.shape[0], x.shape[1] - 1, x.shape[2]);
        var length = mask.Restore.shape[1];
        var all = cat([x.narrow(1, 1, kept), maskToken.expand(count, length - kept, -1)], 1);
        all = all.gather(1, Wide(mask.Restore, width));                   // [N, L, D'] in the picture's order
        x = cat([x.narrow(1, 0, 1), all], 1) + decoderPosition;           // [N, 1 + L, D']
        x = decoderNorm.call(decoderBlocks.call(x));
        return prediction.call(x).narrow(1, 1, length);
    }

    /// <summary>Mean squared error of the removed patches (He et al. 2022, section 3, "Reconstruction
    /// target").</summary>
    /// <param name="images">[N, C, side, side].</param>
    /// <param name="predicted">[N, L, p x p x C].</param>
    /// <param name="mask">The patches kept and removed.</param>
    /// <param name="normalisesPatches">Each target patch is standardised by its own mean and unbiased variance
    /// (+ 1e-6).</param>
    /// <returns>A scalar.</returns>
    public Tensor Loss(Tensor images, Tensor predicted, PatchMask mask, bool normalisesPatches = false)
    {
        var target = Patches.Split(images, Encoder.Patch);                // [N, L, p p C]
        if (normalisesPatches)
        {
            var mean = target.mean([-1], keepdim: true);                  // [N, L, 1]
            target = (target - mean) / (target.var([-1], unbiased: true, keepdim: true) + 1e-6).sqrt();
        }

        var error = (predicted - target).square().mean([-1]);             // [N, L]
        return (error * mask.Removed).sum() / mask.Removed.sum();
    }

    private static Tensor Wide(Tensor places, long width) => places.unsqueeze(-1).expand(-1, -1, width);
}
