using System.Runtime.InteropServices;
using NotebookKit.Torch.Door;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Door;

public sealed class DoorTests
{
    [Fact]
    public void Operator_WithWrongShapes_NamesItselfAndTheShapes()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ExternalException>(() => zeros(2, 3).mm(zeros(4, 5, dtype: float64)));

        Assert.StartsWith("aten::mm([2, 3] Float32, [4, 5] Float64): ", error.Message, StringComparison.Ordinal);
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("frame #", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operator_WithListOfTensors_NamesEachShape()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ExternalException>(() => cat([zeros(2, 3), zeros(3, 4)], 0));
        Assert.Contains("[[2, 3] Float32, [3, 4] Float32]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operator_OutOfRangeIndex_IsAnExternalException()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ExternalException>(() => zeros(2, 3).select(0, 5));
        Assert.Contains("aten::select.int([2, 3] Float32, 0, 5)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Allocation_TooLarge_IsAnExternalExceptionAndLeavesTheProcessWell()
    {
        var error = Assert.Throws<ExternalException>(() => empty([1L << 50], dtype: uint8));
        Assert.Contains("aten::empty", error.Message, StringComparison.Ordinal);
        using var after = ones(2);
        Assert.Equal(2f, after.sum().ToSingle());
    }

    [Fact]
    public void Errors_OnTwoThreads_StayApart()
    {
        var messages = new string[2];
        Parallel.For(0, 2, k =>
        {
            for (var round = 0; round < 200; round++)
            {
                using var scope = NewDisposeScope();
                messages[k] = Assert.Throws<ExternalException>(() => zeros(2 + k, 3).mm(zeros(7 + k, 1))).Message;
                Assert.Contains($"[{2 + k}, 3]", messages[k], StringComparison.Ordinal);
                Assert.Contains($"({2 + k}x3 and {7 + k}x1)", messages[k], StringComparison.Ordinal);
            }
        });
    }

    [Fact]
    public void Device_ThatDoesNotExist_FailsWithAClearMessage()
    {
        Assert.SkipWhen(cuda.is_available(), "This machine has a GPU.");
        var error = Assert.Throws<ExternalException>(() => zeros(2, device: CUDA));
        Assert.Contains("CUDA", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_Set_AreRead()
    {
        var before = get_num_threads();
        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        set_num_threads(before);
        Assert.Equal(before, get_num_threads());
    }

    [Fact]
    public void Info_OfTheLoadedLibrary_IsFilled()
    {
        Assert.Matches(@"^\d+\.\d+", TorchInfo.Version);
        Assert.Equal(TorchInfo.Version, __version__);
        Assert.Contains("PyTorch built with", TorchInfo.BuildSettings, StringComparison.Ordinal);
        Assert.Contains(TorchInfo.OperatorSchemas, s => s.StartsWith("aten::relu(Tensor self)", StringComparison.Ordinal));
    }

    [Fact]
    public void Loader_BeforeLoading_MakesIdleThreadsPassive()
    {
        using var warm = zeros(1);
        var value = Marshal.PtrToStringUTF8(GetEnvironment("OMP_WAIT_POLICY"));
        Assert.False(string.IsNullOrEmpty(value));
    }

    [Fact]
    public void Threads_UserSaysNothing_AreTheCores()
    {
        var asked = Environment.GetEnvironmentVariable("OMP_NUM_THREADS");
        Assert.SkipUnless(asked is null, $"OMP_NUM_THREADS is {asked} here.");
        Assert.Equal(ProcessorCores.Usable("/sys/devices/system/cpu", Environment.ProcessorCount), get_num_threads());
    }

    [Theory]
    [InlineData(4, 2, "0,2", "1,3", "0,2", "1,3")]      // two threads per core
    [InlineData(2, 2, "0", "1")]                        // a core each
    [InlineData(2, 2, "0", "1", "2", "3")]              // a container that may use half of them
    [InlineData(3, 3)]                                  // a system that does not tell
    public void Cores_AreCountedOnce(int processors, int cores, params string[] siblings)
    {
        var root = Directory.CreateTempSubdirectory("nk-cores");
        for (var i = 0; i < siblings.Length; i++)
        {
            var topology = root.CreateSubdirectory($"cpu{i}/topology").FullName;
            File.WriteAllText(Path.Combine(topology, "thread_siblings_list"), siblings[i] + "\n");
        }

        Assert.Equal(cores, ProcessorCores.Usable(root.FullName, processors));
        Assert.Equal(processors, ProcessorCores.Usable(Path.Combine(root.FullName, "absent"), processors));
        root.Delete(recursive: true);
    }

    [Fact]
    public void TensorOverArray_WritesBothWays_AndFreesTheArrayAtLast()
    {
        using var scope = NewDisposeScope();
        var array = new float[] { 1, 2, 3, 4 };
        var tensor = TensorMemory.Over(array, 2, 2);
        array[3] = 9;
        Assert.Equal(9f, tensor[1, 1].item<float>());
        tensor[0, 0] = 7f;
        Assert.Equal(7f, array[0]);
        Assert.Throws<ArgumentException>(() => TensorMemory.Over(array, 3, 2));
    }

    [Fact]
    public void ChannelsLast_KeepsShapeAndValues()
    {
        using var scope = NewDisposeScope();
        var x = arange(24f).reshape(1, 2, 3, 4);
        var y = TensorMemory.ToChannelsLast(x);
        Assert.True(TensorMemory.IsChannelsLast(y));
        Assert.False(TensorMemory.IsChannelsLast(x));
        Assert.Equal(x.shape, y.shape);
        Assert.True(x.Equals(y));
        Assert.Equal([24L, 1, 8, 2], y.stride());
    }

    [DllImport("libc", EntryPoint = "getenv", CharSet = CharSet.Ansi, BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint GetEnvironment(string name);
}
