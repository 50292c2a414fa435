using System.Text.Json.Nodes;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Show;

namespace NotebookKit.Runs;

/// <summary>What the notebook of a paper ends with: the claims, what differs from the paper, the environment; and
/// <c>metrics.json</c> for other programs.</summary>
/// <param name="Notebook">Name of the notebook without ending, "02-bagan"; the command in the table of claims names
/// it.</param>
/// <param name="Mode">"smoke", "small" or "full".</param>
/// <param name="Parameters">The notebook's parameters with their values, in their order.</param>
/// <param name="Seeds">The seeds that ran.</param>
/// <param name="Claims">The measured claims.</param>
/// <param name="Departures">What differs from the paper, and why.</param>
/// <param name="Data">The data sets that the run used; those of the claims are added where they are listed.</param>
/// <param name="Wall">Wall time of the experiment.</param>
public sealed record PaperResult(
    string Notebook, string Mode, JsonObject Parameters, IReadOnlyList<long> Seeds, IReadOnlyList<Claim> Claims,
    IReadOnlyList<Difference> Departures, IReadOnlyList<DataUse> Data, TimeSpan Wall)
{
    /// <summary>A sentence behind the caption of the table of claims, where its figures need one; else null.</summary>
    public string? Note { get; init; }

    /// <summary>Machine and software, read when the result was made; a run on another device than the CPU names it:
    /// <c>RunEnvironment.Capture("cuda:0")</c>.</summary>
    public RunEnvironment Environment { get; init; } = RunEnvironment.Capture();

    /// <summary>The command that measures the claims again: the notebook with every parameter that has a value.</summary>
    public string Command => string.Join(
        ' ',
        Parameters.Select(p => (p.Key, Value: p.Value?.ToString() ?? "")).Where(p => p.Value.Length > 0)
            .Select(p => $"-p {p.Key}={(p.Value.Contains(' ') ? $"\"{p.Value}\"" : p.Value)}")
            .Prepend($"./nk run {Notebook}"));

    /// <summary>The table "paper | here | interval | holds".</summary>
    public Figure ClaimTable() => Show.ClaimTable.Draw(
        Claims,
        $"The claims, mode {Mode}, {(Seeds.Count == 1 ? "seed" : "seeds")} {string.Join(", ", Seeds)}."
        + (Note is null ? "" : $" {Note}"),
        Command);

    /// <summary>What differs from the paper, and why.</summary>
    public Figure Differences() => Table.Draw(
        Departures.Select(d => new { d.What, Paper = d.InPaper, d.Here, d.Why }), "What differs from the paper.");

    /// <summary>Seeds, data and environment, as text to copy.</summary>
    public Figure Footer() => Show.Footer.Draw(
        Environment, Mode, Seeds, [.. Data.Concat(Claims.Select(c => c.Data)).Distinct()], Wall.TotalSeconds);

    /// <summary>Writes metrics.json into the folder of the run; does nothing outside a run.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void WriteMetrics()
    {
        if (RunContext.Current.OutputDirectory is { } folder)
        {
            Metrics().Write(folder);
        }
    }

    /// <summary>Writes <see cref="RecordedRun.FileName"/> beside it: what is stored of a run on real data.</summary>
    /// <param name="data">What it was measured on.</param>
    /// <param name="figures">The figures to keep, each with a name.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void WriteRecord(DataUse data, params IReadOnlyList<(string Name, Figure Figure)> figures) =>
        Record(data, figures).Write();

    internal RecordedRun Record(DataUse data, params IReadOnlyList<(string Name, Figure Figure)> figures) => new(
        Command, Math.Round(System.Environment.CpuUsage.TotalTime.TotalSeconds), data, Metrics(),
        [.. figures.Select(one => one.Figure.ToRecord(one.Name))]);

    private RunMetrics Metrics() => RunMetrics.Of(
        RunContext.Current.NotebookName ?? Notebook, Mode, Parameters, Seeds, Claims, Wall, Environment, Data);
}
