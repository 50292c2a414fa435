using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Train;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Models.LabelErrors;

/// <summary>Trains the small net on a whole set, a tenth of it choosing the best epoch.</summary>
internal static class TrainedModel
{
    private const double ValidationShare = 0.1;

    /// <summary>Trains.</summary>
    /// <param name="set">Images with the labels to learn.</param>
    /// <param name="width">Filters of the first convolution.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="options">How to train; its seed is that of weights, split and order.</param>
    /// <returns>The net; the caller frees it.</returns>
    /// <exception cref="OperationCanceledException">The user interrupted: a half-trained net is not
    /// measured.</exception>
    public static LabelErrorsNetwork Fit(ImageSet set, int width, Device device, TrainOptions options)
    {
        Seed.All(options.Seed);
        var model = new LabelErrorsNetwork(set.Images.shape[1], width, set.Classes.Count).to(device);
        var (training, validation) = set.Split(ValidationShare, options.Seed);
        using (training)
        using (validation)
        {
            new Trainer().Fit(model, training, validation, options with { ShowProgress = false });
        }

        NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();
        return model;
    }
}
