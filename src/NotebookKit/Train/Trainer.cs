using NotebookKit.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Train;

/// <summary>Trains a classifier: progress with loss and time left, early stopping, best weights restored, checkpoints that
/// resume bit for bit, interrupt keeps what is done.</summary>
/// <param name="time">Clock; the system's by default.</param>
public sealed class Trainer(TimeProvider? time = null)
{
    /// <summary>Epochs finished so far by the last <see cref="Fit"/>, also after it threw.</summary>
    public History History { get; private set; } = History.Empty;

    /// <summary>Trains until the epochs are done, the validation loss stops falling, or the user interrupts.</summary>
    /// <param name="model">Classifier, [N, C, H, W] in [0, 1] to logits [N, K]; afterwards in inference mode with the weights
    /// of the best epoch.</param>
    /// <param name="train">Images to learn from.</param>
    /// <param name="validation">Images that choose the best epoch; apart from training and test images.</param>
    /// <param name="options">How to train.</param>
    /// <returns>The history; after an interrupt that of the epochs done, marked <see cref="History.Interrupted"/>.</returns>
    /// <exception cref="TrainingDivergedException">The loss is no finite number.</exception>
    /// <exception cref="InvalidDataException">The checkpoint to resume is damaged.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint to resume belongs to another training.</exception>
    /// <exception cref="IOException">The checkpoint cannot be written.</exception>
    public History Fit(Module<Tensor, Tensor> model, ImageSet train, ImageSet validation, TrainOptions options)
    {
        RequireImages(train, "training");
        RequireImages(validation, "validation");
        History = History.Empty;
        using var scope = NewDisposeScope();
        using var run = new TrainingRun(model, train, validation, options, time ?? TimeProvider.System);
        try
        {
            run.Start();
            return History = run.Run();
        }
        finally
        {
            History = run.History;
        }
    }

    private static void RequireImages(ImageSet set, string what)
    {
        if (set.Count == 0)
        {
            throw new ArgumentException($"The {what} set must hold at least one image, but is empty.");
        }
    }
}
