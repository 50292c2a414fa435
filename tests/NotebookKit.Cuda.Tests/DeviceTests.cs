using System.Runtime.InteropServices;
using NotebookKit.Train;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Cuda.Tests;

/// <summary>What the tests of this project rest on: a device that computes and that refuses what a GPU refuses.</summary>
public sealed class DeviceTests
{
    [Fact]
    public void Fastest_IsTheGpu()
    {
        Assert.True(cuda.is_available());
        Assert.Equal(DeviceType.CUDA, ComputeDevice.Fastest.type);
    }

    [Fact]
    public void Tensors_ComputeThere()
    {
        var here = arange(6, float32).reshape(2, 3);
        var there = here.to(CUDA);
        Assert.Equal(DeviceType.CUDA, there.device.type);
        var result = (there.matmul(there.t()) * 2 + 1).sum();
        Assert.Equal(DeviceType.CUDA, result.device.type);
        Assert.Equal((here.matmul(here.t()) * 2 + 1).sum().item<float>(), result.item<float>());
        Assert.Equal(here.data<float>().ToArray(), there.cpu().data<float>().ToArray());
    }

    [Fact]
    public void Views_ShareTheirMemory()
    {
        var whole = zeros([3, 4], device: CUDA);
        whole[1].fill_(2);
        whole.narrow(1, 2, 1).add_(1);
        Assert.Equal([0, 0, 1, 0, 2, 2, 3, 2, 0, 0, 1, 0], whole.cpu().data<float>().ToArray());
    }

    [Fact]
    public void OperandsOfTwoDevices_AreRefused()
    {
        var there = ones([2, 3], device: CUDA);
        Assert.ThrowsAny<ExternalException>(() => there + ones(2, 3));
        Assert.ThrowsAny<ExternalException>(() => ones(2, 2).matmul(there));
        Assert.ThrowsAny<ExternalException>(() => there.gather(1, zeros([2, 1], int64)));
        Assert.ThrowsAny<ExternalException>(() => nn.functional.linear(there, ones(4, 3)));
        Assert.ThrowsAny<ExternalException>(() => cat([there, ones(2, 3)]));
        Assert.ThrowsAny<ExternalException>(() => randn([2], device: CUDA, generator: new Generator(1)));
        Assert.Equal(3, (there + tensor(2f)).max().item<float>());              // a number has no place
    }

    [Fact]
    public void Gradients_AreThoseOfTheCpu()
    {
        using var network = nn.Sequential(
            nn.Conv2d(3, 8, 3, padding: 1), nn.BatchNorm2d(8), nn.LeakyReLU(0.3), nn.MaxPool2d(2), nn.Upsample([8, 8]),
            nn.InstanceNorm2d(8, affine: true), nn.Conv2d(8, 8, 3, stride: 2), nn.Flatten(), nn.Linear(72, 5));
        var (images, labels) = (randn(4, 3, 8, 8), tensor(new long[] { 0, 1, 4, 2 }));
        var expected = Gradients(CPU);
        var actual = Gradients(CUDA);
        foreach (var (mine, theirs) in actual.Zip(expected))
        {
            Assert.True(mine.sub(theirs).abs().max().item<float>() < 1e-4);
        }

        Tensor[] Gradients(Device device)
        {
            network.to(device);
            network.zero_grad();
            nn.functional.cross_entropy(network.call(images.to(device)), labels.to(device)).backward();
            Assert.All(network.parameters(), p => Assert.Equal(device.type, p.grad!.device.type));
            return [.. network.parameters().Select(p => p.grad!.cpu().clone())];
        }
    }

    [Fact]
    public void Optimizers_StepAsOnTheCpu()
    {
        Assert.Equal(Steps(CPU), Steps(CUDA), (a, b) => Math.Abs(a - b) < 1e-5);

        float[] Steps(Device device)
        {
            manual_seed(3);
            using var layer = nn.Linear(6, 4);
            layer.to(device);
            using var adam = optim.AdamW(layer.parameters(), 0.01);
            var input = randn(8, 6).to(device);
            for (var step = 0; step < 3; step++)
            {
                adam.zero_grad();
                layer.call(input).square().mean().backward();
                adam.step();
            }

            return layer.weight.cpu().data<float>().ToArray();
        }
    }

    [Fact]
    public void SameSeed_SameDraws()
    {
        Assert.Equal(Draw(), Draw());

        static float[] Draw()
        {
            using var generator = new Generator(5, CUDA);
            return randn([7], device: CUDA, generator: generator).cpu().data<float>().ToArray();
        }
    }
}
