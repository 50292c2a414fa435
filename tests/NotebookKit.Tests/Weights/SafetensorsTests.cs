using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NotebookKit.Data;
using NotebookKit.Tests.Data;
using NotebookKit.Weights;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Tests.Weights;

public sealed class SafetensorsTests : IDisposable
{
    private const string OneFloat = """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_HandMadeFile_GivesNamesTypesValuesAndMetadata()
    {
        using var weights = Read(
            """{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2,1],"data_offsets":[2,10]},"""
            + """ "b":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}  """,
            [1, 0, .. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f)]);

        Assert.Equal("pt", weights.Metadata["format"]);
        Assert.Equal(["w", "b"], weights.Tensors.Keys);
        Assert.Equal([2L, 1], weights.Tensors["w"].shape);
        Assert.Equal([1.5f, -2f], weights.Tensors["w"].data<float>().ToArray());
        Assert.Equal([true, false], weights.Tensors["b"].data<bool>().ToArray());
    }

    [Fact]
    public void Read_HalfTypes_KeepsTheirBits()
    {
        using var weights = Read(
            """{"h":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},"""
            + """ "b":{"dtype":"BF16","shape":[1],"data_offsets":[2,4]}}""",
            [0x00, 0x3E, 0xC0, 0x3F]);                                    // 0x3E00 = 1.5 in F16, 0x3FC0 = 1.5 in BF16

        Assert.Equal((Half)1.5f, weights.Tensors["h"].item<Half>());
        Assert.Equal(ScalarType.BFloat16, weights.Tensors["b"].dtype);
        Assert.Equal(1.5f, weights.Tensors["b"].to(float32).item<float>());
    }

    [Theory]
    [InlineData(ScalarType.Bool)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.ComplexFloat32)]
    public void Write_ThenRead_GivesTheSameTensors(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var matrix = arange(6).reshape(2, 3).to(type);
        var path = folder["types.safetensors"];

        Safetensors.Write(path, new Dictionary<string, Tensor>
        {
            ["odd"] = ones(3, ScalarType.Byte),
            ["transposed"] = matrix.t(),
            ["scalar"] = matrix[1, 1],
            ["empty"] = matrix[TensorIndex.Slice(0, 0)],
        });
        using var read = Safetensors.Read(path);

        Assert.Equal([3L, 2], read.Tensors["transposed"].shape);
        Assert.All(read.Tensors, entry => Assert.Equal(entry.Key == "odd" ? ScalarType.Byte : type, entry.Value.dtype));
        Assert.True(read.Tensors["transposed"].eq(matrix.t()).all().item<bool>());
        Assert.True(read.Tensors["scalar"].eq(matrix[1, 1]).item<bool>());
        Assert.Equal([0L, 3], read.Tensors["empty"].shape);
    }

    [Fact]
    public void Write_Tensors_AlignsTheDataAndWritesTheFormatsBytes()
    {
        using var scope = NewDisposeScope();
        var path = folder["bytes.safetensors"];

        Safetensors.Write(
            path, new Dictionary<string, Tensor> { ["a"] = tensor(1.5f).reshape(1) },
            new Dictionary<string, string> { ["k"] = "v" });

        const string header = """{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";
        Assert.Equal(File("" + header.PadRight((header.Length + 7) / 8 * 8), BitConverter.GetBytes(1.5f)),
            System.IO.File.ReadAllBytes(path));
    }

    [Fact]
    public void Write_NameOfTheMetadata_IsRefusedAndNoFileIsMade()
    {
        using var one = ones(1);

        Assert.Throws<DataException>(() => Safetensors.Write(
            folder["x.safetensors"], new Dictionary<string, Tensor> { ["__metadata__"] = one }));
        Assert.Empty(Directory.GetFiles(folder.Directory));
    }

    [Theory]
    [InlineData("""[1]""", "the header must begin with '{'")]
    [InlineData("""{"a":""", "is no JSON of the safetensors form")]
    [InlineData("""{"a":7}""", "'a' must be a JSON Object, but is a Number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", "'a' needs dtype, shape and data_offsets, but has 2 of them")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}""", "but 'x' came")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "but 'dtype' came")]
    [InlineData("""{"a":{"dtype":"U64","shape":[1],"data_offsets":[0,4]}}""",
        "'a.dtype' is 'U64'; the types read are BOOL")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""",
        "'a.shape' needs at most 64 sizes from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}""", "'a.shape' needs")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""",
        "'a.shape' needs whole numbers of 64 bits")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""",
        "'a.data_offsets' is [4, 0]; it needs 0 <=")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", "'a.data_offsets' is [-4, 0]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", "<= 4, the bytes of data")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", "'a.data_offsets' is [0, 4, 8]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""",
        "'a' is F32 [2], 8 bytes, but its data_offsets hold 4")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"""
        + """ "b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""",
        "'b' must begin at byte 3 of the data, but begins at 2: tensors overlap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"""
        + """ "b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""",
        "but begins at 2: tensors leave a gap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""",
        "end at byte 3 of the data, but it has 4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"""
        + """ "a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        "the name 'a' comes twice")]
    [InlineData("""{"__metadata__":{"k":1},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        "'__metadata__.k' must be a JSON String, but is a Number")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[4],"data_offsets":[0,4]}}""", "'a': a boolean is neither 0 nor 1")]
    public void Read_BadHeader_NamesFileAndField(string header, string message)
    {
        var error = Assert.Throws<DataException>(() => Read(header, [2, 2, 2, 2]));

        Assert.StartsWith("hand.safetensors: ", error.Message);
        Assert.Contains(message, error.Message);
    }

    [Theory]
    [InlineData(100_000_001L)]
    [InlineData(long.MaxValue)]
    [InlineData(-1L)]
    [InlineData(2_000L)]
    public void Read_LyingHeaderLength_IsRefusedBeforeAllocation(long length)
    {
        var file = File(OneFloat, new byte[4]);
        BinaryPrimitives.WriteInt64LittleEndian(file, length);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<DataException>(() => Safetensors.Read(new MemoryStream(file), "hand.safetensors"));

        Assert.Contains($"the header's length is {(ulong)length} bytes", error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Read_EveryTruncation_IsRefused()
    {
        var file = File(OneFloat, new byte[4]);

        Assert.All(Enumerable.Range(0, file.Length), length =>
            Assert.Throws<DataException>(() => Safetensors.Read(new MemoryStream(file[..length]), "cut")));
    }

    [Fact]
    public void Read_MissingFile_NamesIt() => Assert.Contains(
        "none.safetensors is missing",
        Assert.Throws<DataException>(() => Safetensors.Read(folder["none.safetensors"])).Message);

    [Fact]
    public void Read_FuzzedBytes_GivesTensorsOrADataException()
    {
        var good = File(
            """{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"""
            + """ "b":{"dtype":"BOOL","shape":[2],"data_offsets":[8,10]}}""",
            new byte[10]);
        var edits = ArbMap.Default.ArbFor<(NonNegativeInt At, byte Value)[]>();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(edits, changes =>
        {
            var bytes = good.ToArray();
            foreach (var (at, value) in changes)
            {
                bytes[at.Get * 7919L % bytes.Length] = value;
            }

            try
            {
                using var weights = Safetensors.Read(new MemoryStream(bytes), "fuzz");
                return weights.Tensors.Values.Sum(tensor => tensor.numel() * tensor.element_size()) <= bytes.Length;
            }
            catch (DataException)
            {
                return true;
            }
        }));
    }

    [Fact]
    public void Read_RealWeights_HasTheManifestsCounts()
    {
        using var weights = Safetensors.Read(Path.Combine(DataFolders.Real("weights"), "resnet20-cifar10.safetensors"));

        Assert.Equal(97, weights.Tensors.Count);
        Assert.Equal("CIFAR ResNet-20, option A shortcuts", weights.Metadata["architecture"]);
    }

    [Fact]
    public void LoadInto_FittingModule_CopiesValues()
    {
        using var scope = NewDisposeScope();
        var linear = nn.Linear(2, 1);
        using var weights = Weights(("weight", tensor(new double[] { 3, 4 }).reshape(1, 2)),
            ("bias", tensor(new[] { 5f })));

        var match = weights.LoadInto(linear);

        Assert.Empty(match.Missing);
        Assert.Empty(match.Unexpected);
        Assert.Equal([3f, 4f], linear.weight!.data<float>().ToArray());
        Assert.Equal(5f, linear.bias!.item<float>());
    }

    [Fact]
    public void LoadInto_OtherNames_ListsThemAndChangesNothing()
    {
        using var scope = NewDisposeScope();
        var linear = nn.Linear(2, 1);
        var before = linear.weight!.data<float>().ToArray();
        using var weights = Weights(("weight", zeros(1, 2)), ("extra", zeros(1)));

        var error = Assert.Throws<DataException>(() => weights.LoadInto(linear));
        Assert.Contains("missing [bias], unexpected [extra]. Load with strict: false", error.Message);
        Assert.Equal(before, linear.weight!.data<float>().ToArray());

        var match = weights.LoadInto(linear, strict: false);
        Assert.Equal(["bias"], match.Missing);
        Assert.Equal(["extra"], match.Unexpected);
        Assert.Equal([0f, 0f], linear.weight!.data<float>().ToArray());
    }

    [Fact]
    public void LoadInto_OtherShapeOrKindOfNumber_IsRefused()
    {
        using var scope = NewDisposeScope();
        var linear = nn.Linear(2, 1);
        using var shape = Weights(("weight", zeros(2, 1)), ("bias", zeros(1)));
        using var kind = Weights(("weight", zeros(1, 2)), ("bias", zeros(1, int64)));

        Assert.Contains("'weight' is [2, 1], but the module's is [1, 2]",
            Assert.Throws<DataException>(() => shape.LoadInto(linear)).Message);
        Assert.Contains("'bias' holds Int64, but the module's holds Float32",
            Assert.Throws<DataException>(() => kind.LoadInto(linear)).Message);
    }

    [Fact]
    public void LoadInto_FileFromBeforeBatchCounters_IsTaken()
    {
        using var scope = NewDisposeScope();
        using var weights = Weights(
            ("weight", ones(2)), ("bias", ones(2)), ("running_mean", ones(2)), ("running_var", ones(2)));

        Assert.Equal(["num_batches_tracked"], weights.LoadInto(nn.BatchNorm2d(2)).Missing);
    }

    private static WeightSet Weights(params (string Name, Tensor Tensor)[] entries) =>
        new("hand", entries.ToDictionary(entry => entry.Name, entry => entry.Tensor), new Dictionary<string, string>());

    private static WeightSet Read(string header, byte[] data) =>
        Safetensors.Read(new MemoryStream(File(header, data)), "hand.safetensors");

    private static byte[] File(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. data];
    }
}
