using System.Text.Json;
using NotebookKit.Data;

namespace NotebookKit.Models.LabelErrors;

/// <summary>What the crowd said of one checked example (Northcutt, Athalye, Mueller 2021, section 4).</summary>
public enum CrowdVerdict
{
    /// <summary>At least 3 kept the given label; asked first.</summary>
    NonError,

    /// <summary>At least 3 chose the model's guess.</summary>
    Correctable,

    /// <summary>At least 3 chose "both".</summary>
    MultiLabel,

    /// <summary>At least 3 chose "neither" (IMDB: "neutral", or "off-topic").</summary>
    Neither,

    /// <summary>No answer has 3 votes.</summary>
    NoAgreement,
}

/// <summary>One example's votes.</summary>
/// <param name="Id">Row of the test set.</param>
/// <param name="Given">Given label.</param>
/// <param name="Guessed">The model's guess.</param>
/// <param name="GivenName">Name of the given label.</param>
/// <param name="GuessedName">Name of the guess.</param>
/// <param name="Votes">Votes per answer: given, guessed, and neither, both, neutral or off-topic.</param>
public sealed record CrowdVote(
    int Id, int Given, int Guessed, string GivenName, string GuessedName, IReadOnlyDictionary<string, int> Votes)
{
    private const int Majority = 3;

    /// <summary>What the votes say.</summary>
    public CrowdVerdict Verdict =>
        Votes["given"] >= Majority ? CrowdVerdict.NonError
        : Votes["guessed"] >= Majority ? CrowdVerdict.Correctable
        : Votes.GetValueOrDefault("both") >= Majority ? CrowdVerdict.MultiLabel
        : Votes.Any(v => v.Key is not ("given" or "guessed" or "both") && v.Value >= Majority) ? CrowdVerdict.Neither
        : CrowdVerdict.NoAgreement;

    /// <summary>Whether the crowd did not keep the given label.</summary>
    public bool IsError => Verdict != CrowdVerdict.NonError;
}

/// <summary>The published vote files (NAME_mturk.json).</summary>
public static class CrowdVotes
{
    private static readonly string[] Sentiments = ["Negative", "Positive"];

    /// <summary>Reads a vote file.</summary>
    /// <param name="path">A list of objects with id, given and guessed label, and mturk counts.</param>
    /// <returns>Votes in the order of the file; ids of IMDB are turned into rows of its test set.</returns>
    /// <exception cref="DataException">An entry lacks a field, or an id is not known.</exception>
    public static IReadOnlyList<CrowdVote> Load(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var rows = new Lazy<Dictionary<string, int>>(ImdbRows);
        var votes = new List<CrowdVote>();
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            try
            {
                votes.Add(Read(entry, rows));
            }
            catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException)
            {
                throw new DataException(
                    $"{Path.GetFileName(path)}: entry {votes.Count} lacks a field or names an unknown id; it needs " +
                    $"id, given_original_label, " +
                    $"our_guessed_label and mturk with given and guessed. It is: {entry.GetRawText()}", e);
            }
        }

        return votes;
    }

    /// <summary>Table B: how many checked examples have each verdict.</summary>
    public static IReadOnlyDictionary<CrowdVerdict, int> CountVerdicts(IEnumerable<CrowdVote> votes)
    {
        var counts = Enum.GetValues<CrowdVerdict>().ToDictionary(v => v, _ => 0);
        foreach (var vote in votes) counts[vote.Verdict]++;
        return counts;
    }

    /// <summary>How the crowd judges a set of flagged examples. Those it never saw have no verdict and count as neither
    /// right nor wrong.</summary>
    /// <param name="votes">The votes of the data set.</param>
    /// <param name="flagged">Flagged examples.</param>
    public static CrowdCheck Check(IEnumerable<CrowdVote> votes, IReadOnlyCollection<int> flagged)
    {
        var set = flagged.ToHashSet();
        var seen = votes.Where(v => set.Contains(v.Id)).ToList();
        return new CrowdCheck(set.Count, seen.Count, seen.Count(v => v.IsError));
    }

    private static CrowdVote Read(JsonElement entry, Lazy<Dictionary<string, int>> imdbRows)
    {
        var id = entry.GetProperty("id");
        var (given, givenName) = Label(entry, "given_original_label");
        var (guessed, guessedName) = Label(entry, "our_guessed_label");
        var votes = entry.GetProperty("mturk").EnumerateObject().ToDictionary(
            v => v.Name, v => v.Value.GetInt32(), StringComparer.Ordinal);
        if (!votes.ContainsKey("given") || !votes.ContainsKey("guessed"))
            throw new KeyNotFoundException("mturk needs given and guessed.");
        return new CrowdVote(
            id.ValueKind == JsonValueKind.Number ? id.GetInt32() : imdbRows.Value[id.GetString()!],
            given, guessed, givenName, guessedName, votes);
    }

    private static (int Label, string Name) Label(JsonElement entry, string property)
    {
        var value = entry.GetProperty(property);
        if (value.ValueKind == JsonValueKind.Number)
            return (value.GetInt32(), entry.GetProperty(property + "_name").GetString()!);
        var name = value.GetString()!;
        var label = Array.IndexOf(Sentiments, name);
        return label >= 0 ? (label, name) : throw new KeyNotFoundException($"{name} is neither Negative nor Positive.");
    }

    private static Dictionary<string, int> ImdbRows()
    {
        using var stream = typeof(CrowdVotes).Assembly.GetManifestResourceStream("imdb-id-to-index.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, int>>(stream)!;
    }
}

/// <summary>The crowd's view of a set of flagged examples.</summary>
/// <param name="Flagged">Flagged examples.</param>
/// <param name="Checked">Of them, those that the crowd saw.</param>
/// <param name="Confirmed">Of these, those whose given label it did not keep.</param>
public sealed record CrowdCheck(int Flagged, int Checked, int Confirmed)
{
    /// <summary>Confirmed over checked, in [0, 1]; NaN where none was checked.</summary>
    public double ConfirmedShare => Checked == 0 ? double.NaN : Confirmed / (double)Checked;
}
