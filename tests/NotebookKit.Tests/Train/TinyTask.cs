using NotebookKit.Data;
using NotebookKit.Train;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Tests.Train;

/// <summary>A task that trains in milliseconds: is the left half of a 1x8x8 picture brighter than the right half?</summary>
internal sealed class TinyTask : IDisposable
{
    public TinyTask(int trainImages = 96, int validationImages = 32)
    {
        Train = Pictures(trainImages, 11);
        Validation = Pictures(validationImages, 12);
    }

    public ImageSet Train { get; }

    public ImageSet Validation { get; }

    /// <summary>A network with dropout, so that the default generator matters in training.</summary>
    public static Sequential Network(long seed, int outputs = 1, double dropout = 0.2)
    {
        Seed.All(seed);
        return Sequential(
            ("conv", Conv2d(1, 4, 3, padding: 1)), ("relu", ReLU()), ("flatten", Flatten()), ("drop", Dropout(dropout)),
            ("out", Linear(256, outputs)));
    }

    public static TrainOptions Options(int epochs = 4) => new() { Epochs = epochs, BatchSize = 16, Seed = 5, LearningRate = 1e-2 };

    /// <summary>The binary objective, calling <paramref name="onStep"/> in each training step (and not in validation).</summary>
    public static Objective Hooked(Action onStep) => Objective.Binary with
    {
        Loss = (logits, labels) =>
        {
            if (logits.requires_grad)
            {
                onStep();
            }
            return Objective.Binary.Loss(logits, labels);
        },
    };

    /// <summary>All parameters in one array.</summary>
    public static float[] Weights(Module model)
    {
        using var scope = NewDisposeScope();
        return [.. model.parameters().SelectMany(p => p.detach().contiguous().data<float>().ToArray())];
    }

    public void Dispose()
    {
        Train.Dispose();
        Validation.Dispose();
    }

    private static ImageSet Pictures(int count, int seed)
    {
        var random = new Random(seed);
        var planes = new byte[count * 64];
        var labels = new long[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = random.Next(2);
            for (var pixel = 0; pixel < 64; pixel++)
            {
                var isLeft = pixel % 8 < 4;
                planes[i * 64 + pixel] = (byte)(random.Next(196) + (isLeft == (labels[i] == 1) ? 60 : 0));
            }
        }
        return ImageSet.FromPlanes(planes, 1, 8, 8, labels, ["right", "left"], new DataUse("tiny", "", "noise with a bright half", true));
    }
}
