using System.Diagnostics;
using NotebookKit.Show;

namespace NotebookKit.Models.LabelErrors;

/// <summary>What else the library does with the same set: several labels per example, several models, large
/// sets.</summary>
public static class BeyondOneLabel
{
    /// <summary>One class against the rest: the examples as sets of one label each, judged class by class.</summary>
    /// <param name="study">The set under study.</param>
    public static Figure MultiLabel(LabelStudy study)
    {
        var set = study.Set;
        var found = MultiLabelErrors.Find([.. set.GivenLabels.Select(s => new[] { s })], Matrix(set));
        var ordinary = study.Findings.Indices.ToHashSet();
        return Table.Draw(
            Enumerable.Range(0, set.Classes).Select(c => new
            {
                Class = set.ClassNames[c], Given = set.GivenLabels.Count(s => s == c),
                Flagged = found.PerClass[c].Indices.Length,
                WronglyGiven = found.PerClass[c].Indices.Count(i => set.GivenLabels[i] == c),
                Missing = found.PerClass[c].Indices.Count(i => set.GivenLabels[i] != c),
            }),
            $"{set.Name} as a multi-label task: each class against the rest.")
            .WithNote(
                $"Flagged for at least one class: {found.Indices.Length:N0}, of them " +
                $"{found.Indices.Count(ordinary.Contains):N0} " +
                      $"also by the ordinary filter, which flags {ordinary.Count:N0}.");
    }

    /// <summary>Two models together: the study's own, and one that knows only how often each class was given.</summary>
    /// <param name="study">The set under study.</param>
    /// <remarks>The second model is a caricature: it shows that the weights see through a bad model.</remarks>
    public static Figure Ensemble(LabelStudy study)
    {
        var set = study.Set;
        var own = Matrix(set);
        var blind = new double[set.GivenLabels.Length, set.Classes];
        for (var i = 0; i < set.GivenLabels.Length; i++)
        {
            for (var k = 0; k < set.Classes; k++) blind[i, k] = 1.0 / set.Classes;
        }

        return Table.Draw(
            Enum.GetValues<EnsembleWeights>().Select(kind =>
            {
                var weights = EnsembleScores.Weights(set.GivenLabels, [own, blind], kind);
                var scores = EnsembleScores.Of(set.GivenLabels, [own, blind], weights);
                var lowest = Ranking.Ascending(scores)[..Math.Min(study.Findings.Indices.Length, scores.Length)];
                return new
                {
                    Weights = LabelStudy.Words(kind), OwnModel = weights[0] / weights.Sum(),
                        BlindModel = weights[1] / weights.Sum(),
                    SharedWithTheOwnModel = LabelErrorsMethod.Jaccard(lowest, Lowest(study)),
                };
            }),
            "An ensemble of this model and one that always says 1/K: what the weights make of it.");
    }

    /// <summary>Time of the default filter on random sets of growing size.</summary>
    /// <param name="largest">Examples of the largest set; ten classes.</param>
    public static Figure Speed(int largest)
    {
        const int classes = 10;
        return Table.Draw(
            new[] { largest / 100, largest / 10, largest }.Select(count =>
            {
                var (labels, probs) = RandomSet(count, classes);
                LabelErrors.Find(labels, probs, classes);                        // once to compile
                var started = Stopwatch.GetTimestamp();
                var found = LabelErrors.Find(labels, probs, classes);
                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                return new { Examples = count, Classes = classes, Flagged = found.Indices.Length, Seconds = seconds,
                    ExamplesPerSecond = count / seconds };
            }),
            "Time of the default filter, once per size.",
            formats: new Dictionary<string, string>
            {
                ["Examples"] = "N0", ["Flagged"] = "N0", ["Seconds"] = "0.0000", ["ExamplesPerSecond"] = "N0",
            });
    }

    private static int[] Lowest(LabelStudy study)
    {
        var scores = LabelScores.Of(study.Set.GivenLabels, study.Set.PredProbs, LabelScore.SelfConfidence);
        return Ranking.Ascending(scores)[..study.Findings.Indices.Length];
    }

    private static double[,] Matrix(LabelledSet set)
    {
        var matrix = new double[set.GivenLabels.Length, set.Classes];
        for (var i = 0; i < set.GivenLabels.Length; i++)
        {
            var row = set.Row(i);
            for (var k = 0; k < set.Classes; k++) matrix[i, k] = row[k];
        }

        return matrix;
    }

    private static (int[] Labels, float[] Probs) RandomSet(int count, int classes)
    {
        var random = new Random(count);
        var (labels, probs) = (new int[count], new float[count * classes]);
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % classes;
            var seen = random.Next(100) < 92 ? labels[i] : random.Next(classes);
            var confidence = 0.5f + (0.5f * random.NextSingle());
            probs.AsSpan(i * classes, classes).Fill((1 - confidence) / (classes - 1));
            probs[(i * classes) + seen] = confidence;
        }

        return (labels, probs);
    }
}
