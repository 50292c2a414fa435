using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Show;

namespace NotebookKit.Models.LabelErrors;

/// <summary>What a reader takes home about their own files: the flagged examples as a CSV file.</summary>
public static class OwnReport
{
    /// <summary>Name of the file in the folder of the run.</summary>
    public const string FileName = "label-issues.csv";

    /// <summary>Writes example, given label, guess and score of every flagged example, most suspicious first.</summary>
    /// <param name="study">The study of the reader's files.</param>
    /// <returns>Where the file is; outside a run the table alone.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static Figure Write(LabelStudy study)
    {
        var rows = study.Findings.Ranked.Select((example, n) => new
        {
            Example = example, Given = study.Set.ClassNames[study.Set.GivenLabels[example]],
            Guessed = study.Set.ClassNames[study.Findings.PredictedLabels[n]], Score = study.Findings.Scores[n],
        }).ToArray();
        var figure = Table.Draw(
            rows, $"{rows.Length:N0} flagged examples of {study.Set.Name}, most suspicious first.",
            formats: new Dictionary<string, string> { ["Score"] = "0.0000" });
        if (RunContext.Current.OutputDirectory is not { } folder) return figure;

        var path = Path.Combine(folder, FileName);
        var text = new StringBuilder("example,given,guessed,score\n");
        foreach (var row in rows)
            text.Append(CultureInfo.InvariantCulture,
                $"{row.Example},{Quoted(row.Given)},{Quoted(row.Guessed)},{row.Score:R}\n");
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(text.ToString()));
        return figure.WithNote($"All of them are in {FileName}, beside this page.");
    }

    /// <summary>What figures say of a reader's own files.</summary>
    /// <param name="labels">Path of the labels.</param>
    /// <param name="predProbs">Path of the probabilities.</param>
    public static DataUse Source(string labels, string predProbs) => new(
        "own-files", HashOf(labels, predProbs),
        $"{Path.GetFileName(labels)} and {Path.GetFileName(predProbs)}", StandIn: false);

    private static string HashOf(params string[] paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in paths) hash.AppendData(File.ReadAllBytes(path));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Quoted(string name) => name.AsSpan().IndexOfAny(",\"\n\r") < 0
        ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
