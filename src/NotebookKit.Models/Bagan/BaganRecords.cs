using NotebookKit.Runs;

namespace NotebookKit.Models.Bagan;

/// <summary>The stored runs on real pictures, so that their figures are there without the pictures.</summary>
public static class BaganRecords
{
    /// <summary>Real pictures of the minority class above those of every generator.</summary>
    public const string Samples = "samples";

    /// <summary>Quality of the generated pictures.</summary>
    public const string Quality = "quality";

    /// <summary>Accuracy and variety over the adversarial steps.</summary>
    public const string Tradeoff = "tradeoff";

    /// <summary>What the pictures do for a classifier.</summary>
    public const string Classification = "classification";

    /// <summary>The same over all studies of the run.</summary>
    public const string OverSeeds = "over-seeds";

    /// <summary>The claims on these pictures.</summary>
    public const string Claims = "claims";

    /// <summary>MNIST, two classes in turn cut to 5 % of the largest other one.</summary>
    public static RecordSlot Mnist { get; } = On(Data.Mnist.Id, "");

    /// <summary>Fashion-MNIST, all classes cut in the ratios of the paper's successor, and with the successor
    /// itself.</summary>
    public static RecordSlot FashionMnist { get; } = On(Data.FashionMnist.Id, " -p gradientPenalty=true");

    /// <summary>The digits with eight noisy pictures of the minority and half the training of the autoencoder: BAGAN
    /// can be worse than nothing.</summary>
    public static RecordSlot Undertrained { get; } = Of(
        "undertrained", "-p kept=8 -p noise=0.3 -p autoencoderSteps=500 -p adversarialSteps=500");

    private static RecordSlot On(string data, string more) => Of(data, $"-p data={data}{more}");

    private static RecordSlot Of(string name, string parameters) => new(
        typeof(BaganRecords).Assembly, $"{BaganPaper.Notebook}.{name}.json",
        $"./nk run {BaganPaper.Notebook} {parameters}");
}
