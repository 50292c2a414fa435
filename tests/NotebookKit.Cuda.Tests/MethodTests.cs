using NotebookKit.Attacks;
using NotebookKit.Cost;
using NotebookKit.Explain.Faithfulness;
using NotebookKit.Layers;
using NotebookKit.Metrics;
using NotebookKit.Show;
using NotebookKit.Tests.Explain;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Cuda.Tests;

/// <summary>Attacks, saliency maps, metrics and figures of a network on the device, given pictures of the CPU.</summary>
public sealed class MethodTests : IDisposable
{
    private readonly Tensor images = rand(6, 3, 16, 16);
    private readonly Tensor labels = tensor(new long[] { 0, 1, 2, 0, 1, 2 });
    private readonly Conv2d last = Conv2d(4, 8, 3);
    private readonly Sequential network;

    public MethodTests() => network = Sequential(
        ("first", Conv2d(3, 4, 3)), ("relu", ReLU()), ("last", last), ("relu2", ReLU()), ("pool", AdaptiveAvgPool2d(1)),
        ("flat", Flatten()), ("out", Linear(8, 3)));

    public static TheoryData<string> Saliency { get; } = [.. Methods.Names];

    [Theory]
    [MemberData(nameof(Saliency))]
    public void SaliencyMaps_AreTheCpus(string method) => AssertSame(1e-4, _ =>
    {
        var maps = Methods.Create(method, network, last).Explain(images);
        return maps.Maps.cpu().contiguous().data<float>().ToArray();
    });

    [Fact]
    public void Attacks_AreTheCpus() => AssertSame(1e-5, _ =>
    {
        var options = new PgdOptions { Epsilon = 0.05, Steps = 4, Restarts = 2, Seed = 3 };
        var gradient = Pgd.Attack(network, images, labels, AttackLosses.AllLogits, options);
        var search = RandomSearch.Attack(network, images, labels, AttackLosses.AllLogits, options, queries: 20);
        Assert.True((search.cpu() - images).abs().max().item<float>() <= 0.05 + 1e-6);
        return StandInCuda.DrawsAsTheCpu ? [.. gradient.cpu().data<float>(), .. search.cpu().data<float>()] : [];
    });

    [Fact]
    public void Faithfulness_IsTheCpus() => AssertSame(1e-5, device =>
    {
        var order = PixelOrder.ByMap(images.mean([1]).to(device));
        var curves = new DeletionInsertion(network, images, steps: 8);
        return [(float)curves.Deletion(order).Auc, (float)curves.Insertion(order).Auc];
    });

    [Fact]
    public void MetricsAndPictures_TakeTensorsOfTheDevice() => AssertSame(1e-6, device =>
    {
        var moved = images.to(device);
        Assert.Equal(16, RgbImage.FromTensor(moved[0]).Width);
        return [.. new Ssim().Of(moved, moved.flip(3)).Select(value => (float)value), (float)new Ssim().OfCouples(moved, 1)];
    });

    [Fact]
    public void CostsAndSpectralNorm_AreTheCpus() => AssertSame(1e-5, device =>
    {
        using var layer = Linear(8, 5).to(device);
        using var norm = new SpectralNorm(layer).to(device);
        return [ModelCost.Of(network, 1, 3, 16, 16).Macs, norm.call(ones([1, 8], device: device)).abs().sum().item<float>()];
    });

    public void Dispose() => network.Dispose();

    private void AssertSame(double tolerance, Func<Device, float[]> values)
    {
        Assert.Equal(On(CPU), On(CUDA), (a, b) => Math.Abs(a - b) <= tolerance);

        float[] On(Device device)
        {
            network.to(device);
            manual_seed(5);
            return values(device);
        }
    }
}
