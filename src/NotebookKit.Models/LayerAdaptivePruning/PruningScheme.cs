using System.Text.Json.Serialization;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>How the layers share the weights that are pruned; by name in run files.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PruningScheme>))]
public enum PruningScheme
{
    /// <summary>The paper's program on the curve of the worst image.</summary>
    ProgramWorst,

    /// <summary>The paper's program on the mean curve.</summary>
    ProgramMean,

    /// <summary>The same share of every layer.</summary>
    Uniform,

    /// <summary>Uniform, but the first convolution stays whole and the last layer keeps a fifth (Gale et al.
    /// 2019).</summary>
    UniformPlus,

    /// <summary>Erdős-Rényi kernel densities (Evci et al. 2020) in the form of the LAMP code.</summary>
    Erk,

    /// <summary>One magnitude threshold for all layers (Han et al. 2015).</summary>
    Global,

    /// <summary>Layer-adaptive magnitude (Lee et al. 2021).</summary>
    Lamp,
}

/// <summary>How schemes are called in tables and figures.</summary>
public static class PruningSchemes
{
    /// <summary>The schemes that need no calibration images.</summary>
    public static IReadOnlyList<PruningScheme> Baselines { get; } =
    [
        PruningScheme.Uniform, PruningScheme.UniformPlus, PruningScheme.Erk, PruningScheme.Global, PruningScheme.Lamp,
    ];

    /// <summary>All schemes, the paper's first.</summary>
    public static IReadOnlyList<PruningScheme> All { get; } =
        [PruningScheme.ProgramWorst, PruningScheme.ProgramMean, .. Baselines];

    /// <summary>Name in tables and figures.</summary>
    /// <param name="scheme">A scheme.</param>
    public static string Title(this PruningScheme scheme) => scheme switch
    {
        PruningScheme.ProgramWorst => "program, worst",
        PruningScheme.ProgramMean => "program, mean",
        PruningScheme.Uniform => "uniform",
        PruningScheme.UniformPlus => "uniform+",
        PruningScheme.Erk => "ERK",
        PruningScheme.Global => "global",
        _ => "LAMP",
    };
}
