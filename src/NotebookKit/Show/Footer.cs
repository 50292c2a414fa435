using System.Globalization;
using NotebookKit.Data;
using NotebookKit.Runs;

namespace NotebookKit.Show;

/// <summary>What a reader needs to repeat a run, as text to copy: the last output of a notebook.</summary>
public static class Footer
{
    /// <summary>Draws the environment of a run.</summary>
    /// <param name="environment">Machine and software.</param>
    /// <param name="mode">"smoke", "small" or "full".</param>
    /// <param name="seeds">Seeds of the runs, in order.</param>
    /// <param name="data">Data that the run was measured on, with checksums.</param>
    /// <param name="wallSeconds">Wall time of the run, seconds.</param>
    /// <param name="caption">What the reader is to see.</param>
    /// <returns>The figure.</returns>
    public static Figure Draw(
        RunEnvironment environment, string mode, IReadOnlyList<long> seeds, IReadOnlyList<DataUse> data,
        double wallSeconds, string caption = "Environment of this run")
    {
        var tree = environment.Clean switch { true => "", false => " (with changes)", null => " (changes unknown)" };
        List<(string Name, string Value)> lines =
        [
            ("mode", mode),
            (seeds.Count == 1 ? "seed" : "seeds", string.Join(", ", seeds)),
            .. data.Select(d => ("data", $"{d.Id}{(d.StandIn ? " (stand-in)" : "")}, "
                + (d.Sha256.Length > 0 ? $"SHA-256 {d.Sha256}" : d.Description))),
            ("commit", environment.Commit is { } commit ? commit + tree : "none (no checkout)"),
            ("NotebookKit", environment.Kit),
            (".NET", environment.Dotnet),
            ("libtorch", environment.Libtorch),
            ("device", environment.Device),
            ("processor", environment.Processor.Length > 0 ? environment.Processor : "unknown"),
            ("threads", environment.Threads.ToString(CultureInfo.InvariantCulture)),
            ("OpenBLAS core", environment.OpenblasCore ?? "none (another BLAS)"),
            ("wall time", wallSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s"),
        ];
        var width = lines.Max(l => l.Name.Length);
        var text = string.Join('\n', lines.Select(l => $"{l.Name.PadRight(width)}  {l.Value}"));
        var alt = $"Environment: mode {mode}, {lines[1].Name} {lines[1].Value}, libtorch {environment.Libtorch} on " +
                  $"{environment.Device}, {environment.Threads} threads.";
        return new Figure(caption, alt, text, html: new Markup("pre").Set("aria-label", alt).Text(text).ToString())
        {
            ShowsText = true,
        };
    }
}
