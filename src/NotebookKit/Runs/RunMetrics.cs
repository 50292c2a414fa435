using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NotebookKit.Data;
using NotebookKit.Interactive;

namespace NotebookKit.Runs;

/// <summary>A data set as metrics.json names it.</summary>
/// <param name="Id">Data set id.</param>
/// <param name="Sha256">SHA-256 of what was used.</param>
public sealed record DataResult(string Id, string Sha256);

/// <summary>A measured claim as metrics.json holds it; <see cref="Data"/> is the id of the data set.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Paper">The paper's figure as printed there.</param>
/// <param name="PaperSource">Where in the paper it stands.</param>
/// <param name="Here">Mean over the seeds; null where it is not a number.</param>
/// <param name="Low">Lower end of the 95 % interval; null for one seed.</param>
/// <param name="High">Upper end of the 95 % interval; null for one seed.</param>
/// <param name="Bound">What the mean must satisfy; null where it is only shown.</param>
/// <param name="Asserted">Whether the tests fail when it does not hold.</param>
/// <param name="Holds">Whether it holds; null without a bound.</param>
/// <param name="Data">Id of the data set it was measured on.</param>
public sealed record ClaimResult(
    string Name, string? Paper, string? PaperSource, double? Here, double? Low, double? High,
    string? Bound, bool Asserted, bool? Holds, string Data)
{
    /// <summary>The plain form of a claim.</summary>
    /// <param name="claim">The claim.</param>
    public static ClaimResult Of(Claim claim) => new(
        claim.Name, claim.Paper, claim.PaperSource, Finite(claim.Here), Finite(claim.Low), Finite(claim.High),
        claim.Bound?.ToString(), claim.Asserted, claim.Holds, claim.Data.Id);

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}

/// <summary>What a run leaves for other programs: the content of <c>metrics.json</c>, schema 1.</summary>
/// <param name="Notebook">Name of the notebook without ending, "01-cifake-gradcam".</param>
/// <param name="Mode">"smoke", "small" or "full".</param>
/// <param name="Parameters">The notebook's parameters with their values.</param>
/// <param name="Seeds">The seeds that ran.</param>
/// <param name="Data">The data sets used.</param>
/// <param name="WallSeconds">Wall time of the experiment, in seconds.</param>
/// <param name="Claims">The measured claims.</param>
/// <param name="Environment">Machine and software that measured them.</param>
public sealed record RunMetrics(
    string Notebook, string Mode, JsonObject Parameters, IReadOnlyList<long> Seeds, IReadOnlyList<DataResult> Data,
    double WallSeconds, IReadOnlyList<ClaimResult> Claims, RunEnvironment Environment)
{
    /// <summary>Name of the file in the output folder of a run.</summary>
    public const string FileName = "metrics.json";

    private const int KnownSchema = 1;

    /// <summary>Version of the form.</summary>
    [JsonPropertyOrder(-1)]
    public int Schema { get; init; } = KnownSchema;

    /// <summary>The metrics of a finished experiment; its data sets are those of the claims and of
    /// <paramref name="data"/>.</summary>
    /// <param name="notebook">Name of the notebook without ending.</param>
    /// <param name="mode">"smoke", "small" or "full".</param>
    /// <param name="parameters">The notebook's parameters with their values.</param>
    /// <param name="seeds">The seeds that ran.</param>
    /// <param name="claims">The measured claims.</param>
    /// <param name="wall">Wall time of the experiment.</param>
    /// <param name="environment">Machine and software, from <see cref="RunEnvironment.Capture"/>.</param>
    /// <param name="data">Further data sets that were shown but carry no claim.</param>
    public static RunMetrics Of(
        string notebook, string mode, JsonObject parameters, IReadOnlyList<long> seeds, IReadOnlyList<Claim> claims,
        TimeSpan wall, RunEnvironment environment, params IReadOnlyList<DataUse> data) => new(
            notebook, mode, parameters, seeds,
            [.. data.Concat(claims.Select(claim => claim.Data))
                .Select(use => new DataResult(use.Id, use.Sha256)).Distinct()],
            Math.Round(wall.TotalSeconds, 1), [.. claims.Select(ClaimResult.Of)], environment);

    /// <summary>Writes metrics.json into a folder, aside and renamed.</summary>
    /// <param name="directory">The output folder of the run.</param>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public void Write(string directory) =>
        AtomicFile.Write(Path.Combine(directory, FileName), RunJson.ToBytes(this));

    /// <summary>Reads a metrics.json.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is not JSON of schema 1; the message names the file and what is
    /// wrong.</exception>
    public static RunMetrics Read(string path)
    {
        var metrics = RunJson.Read<RunMetrics>(path);
        return metrics.Schema == KnownSchema
            ? metrics
            : throw new InvalidDataException(
                $"{path}: schema is {metrics.Schema}; this version of the kit reads schema {KnownSchema}.");
    }
}
