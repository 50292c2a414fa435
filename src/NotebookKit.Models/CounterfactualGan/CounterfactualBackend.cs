namespace NotebookKit.Models.CounterfactualGan;

/// <summary>Which networks D, C and the encoder of G are.</summary>
public enum CounterfactualBackend
{
    /// <summary>A few convolutions, for two processor cores.</summary>
    Small,

    /// <summary>ResNet of 18 layers.</summary>
    ResNet18,

    /// <summary>ResNet of 34 layers.</summary>
    ResNet34,

    /// <summary>ResNet of 50 layers.</summary>
    ResNet50,

    /// <summary>Swin-T: a transformer with windows of 7.</summary>
    SwinT,
}

/// <summary>The names of the back-ends, as parameters and figures have them.</summary>
internal static class CounterfactualBackends
{
    private static readonly (CounterfactualBackend Backend, string Name, string Title)[] Known =
    [
        (CounterfactualBackend.Small, "small", "small networks"),
        (CounterfactualBackend.ResNet18, "resnet18", "ResNet-18"),
        (CounterfactualBackend.ResNet34, "resnet34", "ResNet-34"),
        (CounterfactualBackend.ResNet50, "resnet50", "ResNet-50"), (CounterfactualBackend.SwinT, "swin-t", "Swin-T"),
    ];

    /// <summary>The back-end of a name.</summary>
    /// <exception cref="ArgumentException">There is no such back-end.</exception>
    public static CounterfactualBackend Parse(string name)
    {
        var place = Array.FindIndex(Known, known => known.Name == name);
        return place >= 0
            ? Known[place].Backend
            : throw new ArgumentException(
                $"No backend '{name}' in {CounterfactualPaper.Notebook}. It has: "
                + $"{string.Join(", ", Known.Select(known => known.Name))}.");
    }

    /// <summary>As a parameter has it: "resnet18".</summary>
    public static string Name(this CounterfactualBackend backend) => Known[(int)backend].Name;

    /// <summary>As a figure has it: "ResNet-18".</summary>
    public static string Title(this CounterfactualBackend backend) => Known[(int)backend].Title;
}
