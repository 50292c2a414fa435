using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Tensors;

public sealed class TensorDataTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"nk-{Guid.NewGuid():N}.dat");

    public void Dispose()
    {
        _scope.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public void Arrays_OfAnyRank_KeepShapeAndOrder()
    {
        Assert.Equal([2L, 3], tensor(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }).shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], tensor(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }).data<int>().ToArray());
        Assert.Equal([2L, 2], tensor(new List<float> { 1, 2, 3, 4 }, 2, 2).shape);
        Assert.Equal([2L, 2, 1], from_array(new long[2, 2, 1]).shape);
        Assert.Equal(ScalarType.Float64, tensor(new[] { 1f }, dtype: float64).dtype);
        var error = Assert.Throws<ArgumentException>(() => tensor(new[] { 1f, 2f, 3f }, [2L, 2]));
        Assert.Contains("needs 4 elements, but 3 came", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TensorOfArray_IsACopy()
    {
        var array = new[] { 1f, 2f };
        var x = tensor(array);
        array[0] = 9;
        Assert.Equal(1f, x[0].item<float>());
    }

    [Fact]
    public void FromBuffer_SharesTheArray()
    {
        var array = new[] { 1f, 2f, 3f, 4f };
        var x = frombuffer(array, float32, count: 2, offset: 1);
        array[1] = 7;
        Assert.Equal([7f, 3f], x.data<float>().ToArray());
        Assert.Throws<ArgumentException>(() => frombuffer(array, float64));
        Assert.Throws<ArgumentException>(() => frombuffer(array, float32, count: 5));
    }

    [Fact]
    public void Data_OfATransposedView_IsInLogicalOrder()
    {
        var x = tensor(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }).t();
        Assert.Equal([1, 4, 2, 5, 3, 6], x.data<int>().ToArray());
        Assert.Equal([1, 4, 2, 5, 3, 6], x.data<int>().ToList());
        Assert.Equal(5, x.data<int>()[1, 1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.data<int>()[3, 0]);
        Assert.Equal(new[,] { { 1, 4 }, { 2, 5 }, { 3, 6 } }, (int[,])x.data<int>().ToNDArray());
    }

    [Fact]
    public void Accessor_Writes_GoToTheTensor()
    {
        var x = zeros(2, 2);
        var data = x.t().data<float>();
        data[1, 0] = 5;
        Assert.Equal(5f, x[0, 1].item<float>());
        data.CopyFrom([1, 2, 3, 4]);
        Assert.Equal([1f, 3, 2, 4], x.data<float>().ToArray());
    }

    [Fact]
    public void Accessor_LeavesNoLiveTensorBehind()
    {
        using var x = ones(2, 3);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Equal(6, x.data<float>().ToArray().Length);
        Assert.Equal(6f, x.data<float>().Sum());
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Accessor_OfMemoryThatIsGone_Throws()
    {
        var x = ones(2);
        var data = x.data<float>();
        x.set_(ones(3));
        Assert.Contains("call it again", Assert.Throws<InvalidOperationException>(() => data[0]).Message, StringComparison.Ordinal);
        data = x.data<float>();
        x.Dispose();
        Assert.Throws<InvalidOperationException>(() => data.ToArray());
    }

    [Fact]
    public void Bytes_AreTheMemoryItself()
    {
        var x = tensor(new short[] { 1, 2 });
        Assert.Equal(new byte[] { 1, 0, 2, 0 }, x.bytes.ToArray());
        x.bytes[1] = 1;
        Assert.Equal(257, x[0].item<short>());
        Assert.Throws<InvalidOperationException>(() => zeros(2, 3).t().bytes.Length);
    }

    [Fact]
    public void Empty_And_ZeroDimensional_Tensors_Work()
    {
        Assert.Empty(tensor(Array.Empty<float>()).data<float>().ToArray());
        Assert.Equal(0f, tensor(Array.Empty<float>()).sum().item<float>());
        Assert.Equal([3f], tensor(3f).data<float>().ToArray());
        Assert.Equal(1, tensor(3f).numel());
    }

    [Fact]
    public void Dat_OfFloats_HasTheDocumentedBytes()
    {
        var stream = new MemoryStream();
        tensor(new[,] { { 1f, 2f }, { 3f, 4f } }).Save(stream);
        Assert.Equal(
            [6, 2, 2, 2, 0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 64], stream.ToArray());
    }

    [Fact]
    public void SaveAndLoad_EveryType_GivesTheSameTensor()
    {
        foreach (var type in new[] { float32, float64, float16, bfloat16, int8, uint8, int16, int32, int64, @bool, complex64, complex128 })
        {
            var x = (arange(300).reshape(3, 100) % 2).to(type).t();
            save(x, _path);
            var y = load(_path);
            Assert.Equal(type, y.dtype);
            Assert.Equal(x.shape, y.shape);
            Assert.True(x.Equals(y), type.ToString());
        }
    }

    [Fact]
    public void Load_OfATruncatedOrForeignFile_SaysWhatIsWrong()
    {
        ones(10).Save(_path);
        File.WriteAllBytes(_path, File.ReadAllBytes(_path)[..20]);
        Assert.Contains("needs 40 bytes", Assert.Throws<EndOfStreamException>(() => load(_path)).Message, StringComparison.Ordinal);
        File.WriteAllText(_path, "not a tensor");
        Assert.Throws<InvalidDataException>(() => load(_path));
        ones(10).Save(_path);
        using var reader = new BinaryReader(File.OpenRead(_path));
        var error = Assert.Throws<ArgumentException>(() => ones(5).Load(reader));
        Assert.Contains("[10] Float32", error.Message, StringComparison.Ordinal);
        Assert.Contains("[5] Float32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tolist_NestsAsTheShape()
    {
        var list = (System.Collections.IList)tensor(new[,] { { 1, 2 }, { 3, 4 } }).tolist();
        Assert.Equal(4, ((System.Collections.IList)list[1]!)[1]);
        Assert.Equal(7L, tensor(7L).tolist());
    }
}
