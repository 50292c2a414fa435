using NotebookKit.Runs;

namespace NotebookKit.Models.Maeday;

/// <summary>The stored run on real surfaces, so that its figures are there without the pictures.</summary>
public static class MaedayRecords
{
    /// <summary>Masked pictures and what the network makes of them.</summary>
    public const string Reconstructions = "reconstructions";

    /// <summary>Pictures with their zero-shot maps.</summary>
    public const string Maps = "maps";

    /// <summary>Each kind of defect by itself.</summary>
    public const string Kinds = "kinds";

    /// <summary>Zero-shot against low-rank tuning.</summary>
    public const string FewShot = "few-shot";

    /// <summary>The embedding baseline and the average.</summary>
    public const string Ensemble = "ensemble";

    /// <summary>The claims on these surfaces.</summary>
    public const string Claims = "claims";

    /// <summary>The magnetic tiles.</summary>
    public static RecordSlot Tiles { get; } = new(
        typeof(MaedayRecords).Assembly, $"{MaedayPaper.Notebook}.{MagneticTiles.Id}.json",
        $"./nk run {MaedayPaper.Notebook} -p data=tiles");
}
