using NotebookKit.Cost;
using NotebookKit.Models.Backbones;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Tests.Backbones;

/// <summary>The worked numbers of the MAE, from python3-torch 1.13.1: every value is s sin(a i + b), i
/// row-major.</summary>
public sealed class MaskedAutoencoderTests
{
    private static readonly VitShape Worked = new(16, 2, 4) { Side = 8, Patch = 2 };

    [Theory]
    [InlineData(ScalarType.Float64, 1e-8)]
    [InlineData(ScalarType.Float32, 1e-6)]
    public void PositionCode_RowOneColumnTwo_CodesTheColumnFirst(ScalarType dtype, double tolerance)
    {
        using var code = PositionCode.Sine2d(8, 3, dtype);

        double[] expected =
            [
                0.9092974268, 0.0199986667, -0.4161468365, 0.9998000067,
                0.8414709848, 0.0099998333, 0.5403023059, 0.9999500004,
            ];
        var token = code[0, 1 + (1 * 3) + 2].to(ScalarType.Float64).data<double>().ToArray();
        Assert.Equal([1L, 10, 8], code.shape);
        Assert.All(expected.Zip(token), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        Assert.Equal(0, code[0, 0].abs().sum().ToDouble());
    }

    [Theory]
    [InlineData(ScalarType.Float64, 1e-8)]
    [InlineData(ScalarType.Float32, 1e-5)]
    public void Patches_SplitAndJoin_KeepEveryPixel(ScalarType dtype, double tolerance)
    {
        using var scope = NewDisposeScope();
        var images = Sine([2, 3, 8, 8], 0.13, 0.2, 1, dtype);

        var tokens = Patches.Split(images, 2);

        double[] expected = [0.4919550224, -0.9988330325, 0.4056618766];  // token [1, 6], pixel 0, red, green and blue
        Assert.Equal([2L, 16, 12], tokens.shape);
        Assert.All(
            expected.Select((value, k) => (value, k)),
            pair => Assert.Equal(pair.value, tokens[1, 6, pair.k].ToDouble(), tolerance));
        Assert.True(Patches.Join(tokens, 2, 3).eq(images).all().item<bool>());
    }

    // Sums of hundreds of values have a tolerance relative to their size.
    [Theory]
    [InlineData(ScalarType.Float64, 1e-8, 1e-8)]
    [InlineData(ScalarType.Float32, 1e-5, 2e-5)]
    public void Network_FilledBySines_GivesTheWorkedNumbers(ScalarType dtype, double tolerance, double ofSums)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var network = Filled(dtype);
        var images = Sine([2, 3, 8, 8], 0.13, 0.2, 1, dtype);
        var mask = PatchMask.FromNoise(Sine([2, 16], 2.7, 0.3, 0.5, dtype) + 0.5, 0.75);

        var latent = network.Encode(images, mask);
        var prediction = network.Decode(latent, mask);

        Assert.Equal([4L, 11, 13, 6, 2, 9, 11, 4], mask.Keep.data<long>().ToArray());
        Assert.Equal(1, latent.abs().sum().ToDouble() / 133.6626303367, ofSums);
        Assert.Equal(1, prediction.sum().ToDouble() / 3.0261392398, ofSums);
        Assert.Equal(1, prediction.abs().sum().ToDouble() / 154.3751380645, ofSums);
        double[] first = [-0.2793578076, -0.1016174403, 0.3415298070];
        Assert.All(
            first.Select((value, k) => (value, k)),
            pair => Assert.Equal(pair.value, prediction[1, 6, pair.k].ToDouble(), tolerance));
        Assert.Equal(0.7891925188, network.Loss(images, prediction, mask).ToDouble(), tolerance);
        Assert.Equal(
            1.2287947952, network.Loss(images, prediction, mask, normalisesPatches: true).ToDouble(), tolerance);
        Assert.True(network.call(images, mask).eq(prediction).all().item<bool>());
    }

    [Fact]
    public void Network_KeptPatchesInOtherOrder_ReconstructTheSame()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var network = Filled();
        var images = rand(1, 3, 8, 8);
        var rising = arange(16, ScalarType.Float32).unsqueeze(0);         // keeps 0, 1, 2, 3
        var mixed = rising.clone();
        mixed[0, 0] = 2.5;                                                // keeps 1, 2, 0, 3

        var (one, two) = (PatchMask.FromNoise(rising, 0.75), PatchMask.FromNoise(mixed, 0.75));

        Assert.Equal([1L, 2, 0, 3], two.Keep.data<long>().ToArray());
        Assert.True(one.Removed.eq(two.Removed).all().item<bool>());
        Assert.True((network.call(images, one) - network.call(images, two)).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void Encode_WithoutMask_SeesEveryPatchInOrder()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var network = Filled();
        var images = rand(2, 3, 8, 8);
        var all = PatchMask.FromNoise(arange(16, ScalarType.Float32).expand(2, -1), 0);

        Assert.True(network.Encode(images).eq(network.Encode(images, all)).all().item<bool>());
    }

    [Theory]
    [InlineData(0.75, 4)]
    [InlineData(0.7, 4)]                                                  // floor(16 x 0.3) = 4
    [InlineData(0.0, 16)]
    [InlineData(0.9, 1)]
    public void PatchMask_Ratio_KeepsTheFloorAndRestoresTheOrder(double ratio, long kept)
    {
        using var scope = NewDisposeScope();
        var mask = PatchMask.Random(3, 16, ratio);

        Assert.Equal([3, kept], mask.Keep.shape);
        Assert.Equal(3 * (16 - kept), (long)mask.Removed.sum().item<float>());
        Assert.Equal(0f, mask.Removed.gather(1, mask.Keep).sum().item<float>());
        Assert.True(mask.Restore.gather(1, mask.Keep).eq(arange(kept)).all().item<bool>());
    }

    [Fact]
    public void PatchMask_EqualNoise_KeepsTheFirstPatches()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(
            Enumerable.Range(0, 50).Select(k => (long)k),
            PatchMask.FromNoise(zeros(1, 200), 0.75).Keep.data<long>().ToArray());
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(0.99)]
    [InlineData(double.NaN)]
    public void PatchMask_BadRatio_IsRefused(double ratio)
    {
        using var noise = rand(1, 16);

        Assert.Contains(
            "keep a patch of 16",
            Assert.Throws<ArgumentOutOfRangeException>(() => PatchMask.FromNoise(noise, ratio)).Message);
    }

    // The published ViT-Base/16 has 111,907,840 parameters, of which 197 x (768 + 512) are the fixed position codes.
    // The small one is the paper's notebook's: grey 32x32 in patches of 4.
    [Fact]
    public void Network_PublishedAndSmall_HaveTheirParametersAndNames()
    {
        using var published = new MaskedAutoencoder(VitShape.Base);
        var grey = new VitShape(48, 3, 4) { Side = 32, Patch = 4, Channels = 1 };
        using var small = new MaskedAutoencoder(grey, 32, 1, 4);

        Assert.Equal(111_907_840 - (197 * (768 + 512)), Count(published));
        Assert.Equal(100_672, Count(small));
        var shapes = published.state_dict().ToDictionary(entry => entry.Key, entry => Shapes.Text(entry.Value.shape));
        Assert.Equal(111_907_840, published.state_dict().Values.Sum(value => value.numel()));
        Assert.Equal("[1, 197, 768]", shapes["pos_embed"]);
        Assert.Equal("[1, 197, 512]", shapes["decoder_pos_embed"]);
        Assert.Equal("[1, 1, 512]", shapes["mask_token"]);
        Assert.Equal("[768, 3, 16, 16]", shapes["patch_embed.proj.weight"]);
        Assert.Equal("[2304, 768]", shapes["blocks.11.attn.qkv.weight"]);
        Assert.Equal("[512, 2048]", shapes["decoder_blocks.7.mlp.fc2.weight"]);
        Assert.Equal("[512, 768]", shapes["decoder_embed.weight"]);
        Assert.Equal("[768, 512]", shapes["decoder_pred.weight"]);
        Assert.Equal((12 * 12) + (8 * 12) + 14, shapes.Count);

        static long Count(Module network) => network.parameters().Sum(parameter => parameter.numel());
    }

    // One image, 49 patches of 196 kept. A block of width D on T tokens: 12 T D D for its linear layers, 2 T T D for
    // its attention. Before and after the blocks: patches, decoder embedding, prediction.
    [Fact]
    public void Cost_PublishedBase_IsItsFormula()
    {
        using var scope = NewDisposeScope();
        using var network = new MaskedAutoencoder(VitShape.Base);
        var images = zeros(1, 3, 224, 224);
        var mask = PatchMask.FromNoise(arange(196, ScalarType.Float32).unsqueeze(0), 0.75);

        var cost = ModelCost.Of(network, () => network.call(images, mask));

        const long Expected = (196 * 768 * 768) + (12 * Block * 50 * 768) + (24 * 50 * 50 * 768) + (50 * 768 * 512)
            + (8 * 12L * 197 * 512 * 512) + (16 * 197 * 197 * 512) + (197L * 512 * 768);
        Assert.Equal(Expected, cost.Macs);
        Assert.Equal(111_655_680, cost.Parameters);
    }

    private const long Block = 12 * 768;

    internal static MaskedAutoencoder Filled(ScalarType dtype = ScalarType.Float32)
    {
        var network = (MaskedAutoencoder)new MaskedAutoencoder(Worked, 8, 1, 2).to(dtype);
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        network.state_dict()["pos_embed"].copy_(PositionCode.Sine2d(16, 4, dtype));
        network.state_dict()["decoder_pos_embed"].copy_(PositionCode.Sine2d(8, 4, dtype));
        foreach (var (name, parameter) in network.named_parameters())
        {
            var isNorm = name.Contains("norm", StringComparison.Ordinal);
            var (a, b, s) = name switch
            {
                "cls_token" => (0.4, 0.1, 0.02),
                "mask_token" => (0.5, 0.2, 0.02),
                "patch_embed.proj.weight" => (0.53, 0.1, 0.3),
                "decoder_embed.weight" => (0.47, 0.3, 0.3),
                "decoder_pred.weight" => (0.59, 0.4, 0.3),
                _ when name.EndsWith("bias", StringComparison.Ordinal) => (0.7, 0.3, 0.05),
                _ => OfBlock(name),
            };
            parameter.copy_(isNorm
                ? full(parameter.shape, name.EndsWith("weight", StringComparison.Ordinal) ? 1f : 0f)
                : Sine(parameter.shape, a, b, s, dtype));
        }

        return network;
    }

    private static (double A, double B, double S) OfBlock(string name)
    {
        var phase = name.StartsWith("decoder", StringComparison.Ordinal) ? 0.9
            : name.StartsWith("blocks.0", StringComparison.Ordinal) ? 0.1 : 0.5;
        var k = new[] { "qkv", "attn.proj", "fc1", "fc2" }
            .TakeWhile(part => !name.Contains(part, StringComparison.Ordinal)).Count();
        return (0.31 + (0.1 * k), phase + (0.2 * k), 0.2);
    }

    internal static Tensor Sine(long[] shape, double a, double b, double s, ScalarType dtype = ScalarType.Float32)
    {
        var values = new double[shape.Aggregate(1L, (x, y) => x * y)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = s * Math.Sin((a * i) + b);
        }

        return tensor(values, shape, dtype);
    }
}
