using NotebookKit.Data;
using NotebookKit.Models.Backbones;
using NotebookKit.Tests.Train;
using NotebookKit.Train;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Cuda.Tests;

/// <summary>Training on the device: nothing stays behind on the CPU, and the numbers are the CPU's.</summary>
public sealed class TrainTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cuda").FullName;

    [Fact]
    public void Trainer_OnTheDevice_FollowsTheRunOnTheCpu()
    {
        using var task = new TinyTask();
        Assert.Equal(Losses(CPU), Losses(CUDA), (a, b) => Math.Abs(a - b) < 1e-4);

        double[] Losses(Device device)
        {
            using var network = TinyTask.Network(1, dropout: 0).to(device);
            var options = TinyTask.Options() with
            {
                Augmentation = Augmentation.None.Crop(2).Flip().Cutout(3).Colour(0.2, 0.2, 0),
            };
            var history = new Trainer().Fit(network, task.Train, task.Validation, options);
            Assert.All(network.parameters(), p => Assert.Equal(device.type, p.device.type));
            return [.. history.Epochs.Select(epoch => epoch.TrainLoss), .. history.Epochs.Select(epoch => epoch.ValidationLoss)];
        }
    }

    [Fact]
    public void Interrupted_OnTheDevice_ResumesToTheSameWeights()
    {
        using var task = new TinyTask();
        var options = TinyTask.Options() with { CheckpointPath = Path.Combine(folder, "state.checkpoint") };
        using var whole = TinyTask.Network(1, dropout: 0).to(CUDA);
        new Trainer().Fit(whole, task.Train, task.Validation, options with { CheckpointPath = null });

        using (var host = new TestHost())
        {
            using var begun = TinyTask.Network(1, dropout: 0).to(CUDA);
            var steps = 0;
            var interrupting = TinyTask.Hooked(() =>
            {
                if (++steps == 9)
                {
                    host.Interrupt();
                }
            });
            var history = new Trainer().Fit(begun, task.Train, task.Validation, options with { Objective = interrupting });
            Assert.True(history.Interrupted);
        }

        using var resumed = TinyTask.Network(2, dropout: 0).to(CUDA);
        new Trainer().Fit(resumed, task.Train, task.Validation, options with { Resume = true });
        Assert.Equal(DeviceType.CUDA, resumed.parameters().First().device.type);
        Assert.Equal(TinyTask.Weights(whole.cpu()), TinyTask.Weights(resumed.cpu()));
    }

    [Fact]
    public void ResNet_OnTheDevice_IsWhatTheCpuOperatorsCompute()
    {
        using var network = new ResNetCifar(8);
        var images = randn(4, 3, 32, 32);
        Assert.Equal(Step(CPU), Step(CUDA), (a, b) => Math.Abs(a - b) < 1e-3);

        float[] Step(Device device)
        {
            network.to(device);
            network.train();
            network.zero_grad();
            var logits = network.call(images.to(device));
            logits.square().mean().backward();
            return [.. logits.cpu().data<float>(), .. network.parameters().Select(p => p.grad!.norm().item<float>())];
        }
    }

    [Fact]
    public void MaskedAutoencoder_OnTheDevice_IsTheCpus()
    {
        using var network = new MaskedAutoencoder(
            new VitShape(16, 2, 4) { Side = 16, Patch = 4, Channels = 1 }, 16, 1, 2);
        var images = randn(3, 1, 16, 16);
        Assert.Equal(Loss(CPU), Loss(CUDA), 4);

        float Loss(Device device)
        {
            network.to(device);
            manual_seed(3);
            var (moved, mask) = (images.to(device), PatchMask.Random(3, 16, 0.75, device: device));
            var loss = network.Loss(moved, network.call(moved, mask), mask);
            loss.backward();
            return loss.item<float>();
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
