using NotebookKit.Runs;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>The stored run on real asphalt, so that its figures are there without the photographs.</summary>
public static class CounterfactualRecords
{
    /// <summary>Damaged patches with their counterfactuals and masks.</summary>
    public const string Damaged = "damaged";

    /// <summary>Overlap of every method with the masks.</summary>
    public const string Overlap = "overlap";

    /// <summary>F1 under PGD.</summary>
    public const string Robustness = "robustness";

    /// <summary>What fakeness tells of errors.</summary>
    public const string Doubt = "doubt";

    /// <summary>The claims on these patches.</summary>
    public const string Claims = "claims";

    /// <summary>CrackForest.</summary>
    public static RecordSlot Cracks { get; } = new(
        typeof(CounterfactualRecords).Assembly, $"{CounterfactualPaper.Notebook}.{CrackPatches.Id}.json",
        $"./nk run {CounterfactualPaper.Notebook} -p data=cracks");
}
