using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Train;
using static TorchSharp.torch;

namespace NotebookKit.Show;

/// <summary>How cells show the kit's own values and tables of anything.</summary>
public static class KitFormatters
{
    private static int registered;

    /// <summary>Registers the formatters; once for a process. What a cell registers for the same types takes
    /// precedence.</summary>
    public static void Register()
    {
        if (Interlocked.Exchange(ref registered, 1) == 1)
        {
            return;
        }

        new RichFormatter<Tensor>(tensor => TensorView.Draw(tensor), TensorView.Brief).Register();
        new RichFormatter<nn.Module>(LayerTable.Draw, LayerTable.Brief).Register();
        new RichFormatter<History>(
            history => LossChart.Draw(history, "Loss and accuracy of the training"),
            history => $"History of {history.Epochs.Count} epochs").Register();
        new RichFormatter<StepHistory>(
            history => StepChart.Draw(history, "Loss terms of the training"),
            history => $"StepHistory of {history.Steps} steps").Register();
        new RichFormatter<RgbImage>(ImageView.Draw, ImageView.Brief).Register();
        new RichFormatter<Picture>(picture => ImageView.Draw(ImageView.Of(picture)),
            picture => $"Picture of {picture.Width} x {picture.Height}").Register();
        new RichFormatter<Exception>(ExceptionView.Draw, ExceptionView.Brief).Register();
        RichFormatter.AddFamily(RecordTable.Of);
    }
}
