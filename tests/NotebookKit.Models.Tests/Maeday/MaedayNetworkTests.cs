using NotebookKit.Data;
using NotebookKit.Models.Backbones;
using NotebookKit.Models.Maeday;
using NotebookKit.Weights;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests.Maeday;

public sealed class MaedayNetworkTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mae-");

    // The list of the specification, section 3, with the shapes of ViT-Base/16 and ViT-Large/16.
    [Theory]
    [InlineData(768, 12)]
    [InlineData(1024, 24)]
    public void Published_HasTheNamesAndShapesOfTheCheckpoints(long width, int depth)
    {
        using var network = new MaskedAutoencoder(width == 768 ? VitShape.Base : VitShape.Large);

        var shapes = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.shape);

        var expected = new Dictionary<string, long[]>
        {
            ["cls_token"] = [1, 1, width], ["pos_embed"] = [1, 197, width], ["mask_token"] = [1, 1, 512],
            ["decoder_pos_embed"] = [1, 197, 512],
            ["patch_embed.proj.weight"] = [width, 3, 16, 16], ["patch_embed.proj.bias"] = [width],
            ["norm.weight"] = [width], ["norm.bias"] = [width],
            ["decoder_embed.weight"] = [512, width], ["decoder_embed.bias"] = [512],
            ["decoder_norm.weight"] = [512], ["decoder_norm.bias"] = [512],
            ["decoder_pred.weight"] = [768, 512], ["decoder_pred.bias"] = [768],
        };
        AddBlocks("blocks", depth, width);
        AddBlocks("decoder_blocks", 8, 512);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), shapes.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, entry => Assert.Equal(entry.Value, shapes[entry.Key]));

        void AddBlocks(string prefix, int count, long d)
        {
            foreach (var block in Enumerable.Range(0, count).Select(i => $"{prefix}.{i}."))
            {
                foreach (var norm in new[] { "norm1", "norm2" })
                {
                    expected[block + norm + ".weight"] = [d];
                    expected[block + norm + ".bias"] = [d];
                }

                foreach (var (name, outputs, inputs) in new[]
                    { ("attn.qkv", 3 * d, d), ("attn.proj", d, d), ("mlp.fc1", 4 * d, d), ("mlp.fc2", d, 4 * d) })
                {
                    expected[block + name + ".weight"] = [outputs, inputs];
                    expected[block + name + ".bias"] = [outputs];
                }
            }
        }
    }

    // Heads of 64, but in ViT-Huge, 1280 wide, of 80.
    [Theory]
    [InlineData(128, 3, 2)]
    [InlineData(1280, 1, 16)]
    public void Load_Safetensors_FindsTheSizes_AndComputesTheSame(long width, int depth, long heads)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var shape = new VitShape(width, depth, heads) { Side = 16, Patch = 4 };
        using var saved = new MaskedAutoencoder(shape, 64, 2, 2);
        var path = Path.Combine(folder.FullName, "mae.safetensors");
        Safetensors.Write(path, saved.state_dict());

        using var loaded = MaedayNetwork.Load(path);

        Assert.Equal(shape, loaded.Encoder);
        var (images, mask) = (rand(2, 3, 16, 16), PatchMask.Random(2, 16, 0.75));
        Assert.True(loaded.call(images, mask).eq(saved.call(images, mask)).all().item<bool>());
        Assert.True(MaedayNetwork.IsCheckpoint(path));
    }

    [Fact]
    public void Load_AnotherNetwork_NamesWhatIsMissing()
    {
        using var other = nn.Linear(4, 4);
        var path = Path.Combine(folder.FullName, "other.safetensors");
        Safetensors.Write(path, other.state_dict());

        var error = Assert.Throws<DataException>(() => MaedayNetwork.Load(path));

        Assert.Contains("patch_embed.proj.weight", error.Message, StringComparison.Ordinal);
        Assert.Contains("missing", Assert.Throws<DataException>(
            () => MaedayNetwork.Load(Path.Combine(folder.FullName, "none.pth"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithoutTheDecoder_SaysWhichNamesAreMissing()
    {
        using var saved = new MaskedAutoencoder(new(64, 1, 1) { Side = 16, Patch = 4 }, 32, 1, 1);
        var path = Path.Combine(folder.FullName, "encoder.safetensors");
        Safetensors.Write(path, saved.state_dict().Where(
            entry => entry.Key != "decoder_pred.weight").ToDictionary(entry => entry.Key, entry => entry.Value));

        var error = Assert.Throws<DataException>(() => MaedayNetwork.Load(path));

        Assert.Contains("missing [decoder_pred.weight]", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
