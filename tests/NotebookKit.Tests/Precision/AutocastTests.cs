using NotebookKit.Precision;
using NotebookKit.Tests.Provider;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Tests.Precision;

public sealed class AutocastTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<string> BodyNames => Bodies.Names;

    public void Dispose() => scope.Dispose();

    [Fact]
    public void BFloat16_ProductsInside_AreBFloat16AndWeightsStayFloat32()
    {
        using var body = Bodies.Use("door");
        manual_seed(2);
        using var net = Sequential(Conv2d(3, 4, 3), ReLU(), Flatten(), Linear(4 * 36, 5));
        var (x, labels) = (randn(8, 3, 8, 8), randint(5, [8]));
        var exact = net.call(x);

        Tensor logits, loss;
        using (Autocast.BFloat16())
        {
            logits = net.call(x);
            using (Autocast.Off())
            {
                Assert.Equal(ScalarType.Float32, randn(2, 2).mm(randn(2, 2)).dtype);
            }

            Assert.Equal(ScalarType.BFloat16, randn(2, 2).mm(randn(2, 2)).dtype);
            loss = F.cross_entropy(logits, labels);
        }

        Assert.Equal(ScalarType.BFloat16, logits.dtype);
        Assert.Equal(ScalarType.Float32, loss.dtype);
        Assert.Equal(ScalarType.Float32, randn(2, 2).mm(randn(2, 2)).dtype);
        loss.backward();
        Assert.All(net.parameters(), p => Assert.Equal([float32, float32], [p.dtype, p.grad!.dtype]));
        Assert.InRange((logits.to(float32) - exact).abs().max().ToDouble(), 1e-6, 0.02);
    }

    [Theory]
    [MemberData(nameof(BodyNames))]
    public void BFloat16_Training_FallsAsInFloat32(string name)
    {
        using var body = Bodies.Use(name);
        var exact = LastLoss(region: false);
        var region = LastLoss(region: true);

        Assert.InRange(region, 0.9 * exact, 1.1 * exact);
    }

    [Fact]
    public void BFloat16_ClosedOnAnotherThread_IsRefused()
    {
        using var body = Bodies.Use("door");
        using var region = Autocast.BFloat16();
        Exception? error = null;
        var thread = new Thread(() => error = Record.Exception(region.Dispose));
        thread.Start();
        thread.Join();

        Assert.IsType<InvalidOperationException>(error);
    }

    [Theory]
    [InlineData("flags\t\t: fpu avx512f avx512_bf16 fsrm\n", true)]
    [InlineData("flags : amx_tile amx_bf16\n", true)]
    [InlineData("flags\t\t: fpu avx512f avx2\n", false)]
    [InlineData("model name : with avx512_bf16\n", false)]
    public void HasBFloat16_ReadsTheFlagsLine(string text, bool expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder["cpuinfo"];
        File.WriteAllText(path, "processor : 0\n" + text);

        Assert.Equal(expected, Autocast.HasBFloat16(path));
        Assert.False(Autocast.HasBFloat16(path + ".none"));
    }

    private static double LastLoss(bool region)
    {
        manual_seed(6);
        using var net = Sequential(Linear(10, 32), ReLU(), Linear(32, 3));
        using var optimizer = optim.Adam(net.parameters(), 0.01);
        var x = randn(64, 10);
        var labels = x.narrow(1, 0, 3).argmax(1);
        Tensor? loss = null;
        for (var k = 0; k < 40; k++)
        {
            optimizer.zero_grad();
            using (region ? Autocast.BFloat16() : Autocast.Off())
            {
                loss = F.cross_entropy(net.call(x), labels);
            }

            loss.backward();
            optimizer.step();
        }

        return loss!.ToDouble();
    }
}
