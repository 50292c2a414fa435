using NotebookKit.Data;
using NotebookKit.Interactive;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Train;

/// <summary>A model on a set of images, in inference mode and without gradients.</summary>
public static class Evaluation
{
    private const int ImagesPerPass = 256;

    /// <summary>Mean loss and share of right predictions.</summary>
    /// <param name="model">Classifier, [N, C, H, W] to logits [N, K].</param>
    /// <param name="set">Images with labels.</param>
    /// <param name="objective">Loss and decision.</param>
    /// <returns>Mean loss and accuracy in [0, 1]; a loss that is no finite number comes back as it is, with accuracy NaN.</returns>
    public static (double Loss, double Accuracy) Measure(Module<Tensor, Tensor> model, ImageSet set, Objective objective)
    {
        using var meter = new LossMeter(Placement.Of(model).Device);
        double? broken = null;
        ForEachBatch(model, set, (logits, labels) =>
        {
            if (meter.IsFull)
            {
                Flush();
            }
            meter.Add(objective.Loss(logits, labels), objective.Correct(logits, labels), labels.shape[0]);
        });
        Flush();
        return broken is { } loss ? (loss, double.NaN) : (meter.Sums.MeanLoss, meter.Sums.Accuracy);

        void Flush() => broken ??= meter.Flush()?.Loss;
    }

    /// <summary>The logits of all images, in their order.</summary>
    /// <param name="model">Classifier, [N, C, H, W] to logits [N, K].</param>
    /// <param name="set">Images.</param>
    /// <returns>[N, K], on the CPU.</returns>
    public static Tensor Logits(Module<Tensor, Tensor> model, ImageSet set)
    {
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        ForEachBatch(model, set, (logits, _) => parts.Add(logits.cpu().DetachFromDisposeScope()));
        var all = cat([.. parts]).MoveToOuterDisposeScope();
        parts.ForEach(part => part.Dispose());
        return all;
    }

    private static void ForEachBatch(Module<Tensor, Tensor> model, ImageSet set, Action<Tensor, Tensor> use)
    {
        using var mode = new InferenceMode(model);
        using var noGradients = no_grad();
        var placement = Placement.Of(model);
        var cancellation = NotebookHost.Current.Cancellation;
        foreach (var batch in Batches.Of(set, ImagesPerPass))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            use(model.call(placement.Move(batch.Images)), batch.Labels.to(placement.Device));
        }
    }
}
