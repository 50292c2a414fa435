using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Show;

namespace NotebookKit.Runs;

/// <summary>A figure as a record keeps it: its static form, its numbers as text, the lines below it.</summary>
/// <param name="Name">What the figure is called in the record.</param>
/// <param name="Caption">What the reader is to see.</param>
/// <param name="Alt">What is seen, in words.</param>
/// <param name="Text">The numbers as text.</param>
/// <param name="Svg">The picture as SVG; null for a table.</param>
/// <param name="Html">The inside of a table as HTML; null for a picture.</param>
/// <param name="Notes">The lines below the figure.</param>
/// <param name="Seen">What somebody saw who looked at it, written when the run was stored; null for nothing.</param>
public sealed record RecordedFigure(
    string Name, string Caption, string Alt, string Text, string? Svg, string? Html, IReadOnlyList<string> Notes,
    string? Seen = null);

/// <summary>
/// A run on real data as it is stored with the kit, <c>notebooks/results/DATA/NAME.json</c>: command, claims and the
/// figures as they were drawn, so that they are there for a reader who has not the data.
/// </summary>
/// <param name="Command">The command that measures it again.</param>
/// <param name="ProcessorSeconds">Processor time of the whole process up to the record, all threads together.</param>
/// <param name="Data">What it was measured on.</param>
/// <param name="Metrics">Parameters, claims and environment, as metrics.json has them.</param>
/// <param name="Figures">The figures that are shown.</param>
public sealed record RecordedRun(
    string Command, double ProcessorSeconds, DataUse Data, RunMetrics Metrics, IReadOnlyList<RecordedFigure> Figures)
{
    /// <summary>Name of the file in the output folder of a run.</summary>
    public const string FileName = "real-data.json";

    /// <summary>A figure of the run with what was seen and the command below.</summary>
    /// <param name="name">What the figure is called in the record.</param>
    /// <exception cref="ArgumentException">The record has no such figure.</exception>
    public Figure Figure(string name)
    {
        var found = Figures.FirstOrDefault(figure => figure.Name == name) ?? throw new ArgumentException(
            $"No figure '{name}' in the run on {Data.Id}. It has: "
            + $"{string.Join(", ", Figures.Select(figure => figure.Name))}.");
        var figure = Show.Figure.Restored(found);
        return (found.Seen is { } seen ? figure.WithNote(seen) : figure).WithNote(
            $"A stored run: {Command} ({ProcessorSeconds / 60:0.0} minutes of processor time, libtorch "
            + $"{Metrics.Environment.Libtorch}).");
    }

    /// <summary>Writes the record into the folder of the run; does nothing outside a run.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    internal void Write()
    {
        if (RunContext.Current.OutputDirectory is { } folder)
        {
            AtomicFile.Write(Path.Combine(folder, FileName), RunJson.ToBytes(this));
        }
    }
}
