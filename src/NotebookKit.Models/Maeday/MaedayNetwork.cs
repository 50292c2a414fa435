using System.Globalization;
using NotebookKit.Data;
using NotebookKit.Models.Backbones;
using NotebookKit.Train;
using NotebookKit.Weights;
using TorchSharp;

namespace NotebookKit.Models.Maeday;

/// <summary>The masked autoencoders of the paper: a small one to train, or one with published weights.</summary>
public static class MaedayNetwork
{
    private const long EncoderHeadWidth = 64;                             // of ViT-Tiny, -Base and -Large alike
    private const long HugeWidth = 1280;                                  // ViT-Huge: 16 heads of 80
    private const long HugeHeads = 16;
    private const long DecoderHeadWidth = 32;                             // 512 wide, 16 heads

    /// <summary>A network with weights drawn from a seed: the same ones on every device.</summary>
    /// <param name="recipe">Sizes and device.</param>
    /// <param name="channels">1 for grey, 3 for colour.</param>
    /// <param name="seed">Names the weights.</param>
    public static MaskedAutoencoder New(MaedayRecipe recipe, long channels, long seed)
    {
        Seed.All(seed);
        var (width, depth, heads) = recipe.Decoder;
        return new MaskedAutoencoder(recipe.Encoder with { Channels = channels }, width, depth, heads)
            .to(recipe.Device);
    }

    /// <summary>
    /// Reads a checkpoint of the published masked autoencoders by its state-dict names; the sizes follow from the
    /// shapes. The "visualize" checkpoints predict pixels and are the right ones. The "pretrain" ones predict patches
    /// that are standardised by their own mean and variance: their output cannot be compared with pixels, and no name
    /// in the file tells them apart.
    /// </summary>
    /// <param name="path">A .pth file, its state dict under "model" or at the root, or a .safetensors file.</param>
    /// <returns>The network, on the CPU.</returns>
    /// <exception cref="DataException">The file is missing or damaged, or holds other names or shapes.</exception>
    public static MaskedAutoencoder Load(string path)
    {
        using var weights = WeightFile.Read(path);
        var (encoder, width, depth) = Sizes(weights, path);
        var network = new MaskedAutoencoder(encoder, width, depth, width / DecoderHeadWidth);
        try
        {
            weights.LoadInto(network);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Whether a path names a checkpoint rather than a folder of pictures.</summary>
    public static bool IsCheckpoint(string path) =>
        Path.GetExtension(path).ToUpperInvariant() is ".PTH" or ".PT" or ".SAFETENSORS";

    private static (VitShape Encoder, long DecoderWidth, int DecoderDepth) Sizes(WeightSet weights, string path)
    {
        var patches = ShapeOf("patch_embed.proj.weight", 4);                         // [D, C, p, p]
        var grid = (long)Math.Round(Math.Sqrt(ShapeOf("pos_embed", 3)[1] - 1));      // [1, 1 + L, D]
        var (width, decoderWidth) = (patches[0], ShapeOf("mask_token", 3)[2]);       // [1, 1, D']
        if (width % EncoderHeadWidth != 0 || decoderWidth % DecoderHeadWidth != 0)
        {
            throw new DataException(
                $"{path}: an encoder of whole heads of {EncoderHeadWidth} and a decoder of whole heads of "
                + $"{DecoderHeadWidth} is needed, but they are {width} and {decoderWidth} wide.");
        }

        var encoder = new VitShape(
            width, Depth("blocks."), width == HugeWidth ? HugeHeads : width / EncoderHeadWidth)
        {
            Patch = patches[2], Side = grid * patches[2], Channels = patches[1],
        };
        return (encoder, decoderWidth, Depth("decoder_blocks."));

        long[] ShapeOf(string name, int rank) =>
            weights.Tensors.TryGetValue(name, out var tensor) && tensor.shape.Length == rank
                ? tensor.shape
                : throw new DataException(
                    $"{path} must hold '{name}' of {rank} dimensions, as the published masked autoencoders do. It has "
                    + $"{weights.Tensors.Count} tensors: {string.Join(", ", weights.Tensors.Keys.Take(4))}, ...");

        int Depth(string prefix) => weights.Tensors.Keys
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..].Split('.')[0])
            .Select(number => int.TryParse(number, CultureInfo.InvariantCulture, out var k) ? k + 1 : 0)
            .DefaultIfEmpty(0).Max();
    }
}
