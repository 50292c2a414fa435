using FsCheck;
using FsCheck.Fluent;
using NotebookKit.Models.LabelErrors;
using Xunit;

namespace NotebookKit.Models.Tests;

using LabelErrors = NotebookKit.Models.LabelErrors.LabelErrors;

/// <summary>What holds for every data set.</summary>
public sealed class PropertyTests
{
    [Fact]
    public void Joint_RelabelledClasses_IsPermuted() => ForAllSets(steps: 0, set =>
    {
        var permutation = Enumerable.Range(0, set.Classes).ToArray();
        new Random(set.Seed).Shuffle(permutation);
        var relabelled = new double[set.Labels.Length, set.Classes];
        for (var i = 0; i < set.Labels.Length; i++)
        {
            for (var k = 0; k < set.Classes; k++) relabelled[i, permutation[k]] = set.Probs[i, k];
        }

        var joint = ConfidentJoint.Count(set.Labels, set.Probs);
        var permuted = ConfidentJoint.Count(Array.ConvertAll(set.Labels, s => permutation[s]), relabelled);

        return Enumerable.Range(0, set.Classes).All(j => Enumerable.Range(0, set.Classes).All(k =>
            joint[j, k] == permuted[permutation[j], permutation[k]]));
    });

    [Fact]
    public void Find_PredictionsThatAgree_NeverAddFlags() => ForAllSets(steps: 0, set =>
    {
        var before = LabelErrors.Find(
            set.Labels, set.Probs, new LabelErrorOptions { Filter = LabelFilter.PredictedNotGiven }).Indices;
        for (var i = 0; i < set.Labels.Length; i += 2)
        {
            for (var k = 0; k < set.Classes; k++) set.Probs[i, k] = k == set.Labels[i] ? 0.9 : 0.1 / (set.Classes - 1);
        }

        var after = LabelErrors.Find(
            set.Labels, set.Probs, new LabelErrorOptions { Filter = LabelFilter.PredictedNotGiven }).Indices;
        return after.All(i => i % 2 == 1 && before.Contains(i)) && Filters().All(f =>
        {
            var flagged = LabelErrors.Find(set.Labels, set.Probs, new LabelErrorOptions { Filter = f }).Indices;
            return flagged.Length <= after.Length && flagged.All(after.Contains);
        });
    });

    [Fact]
    public void Find_EveryPredictionAgrees_FlagsNothing() => ForAllSets(steps: 0, set =>
    {
        for (var i = 0; i < set.Labels.Length; i++)
        {
            var best = Enumerable.Range(0, set.Classes).MaxBy(k => set.Probs[i, k]);
            (set.Probs[i, best], set.Probs[i, set.Labels[i]]) = (set.Probs[i, set.Labels[i]], set.Probs[i, best]);
        }

        return Enum.GetValues<LabelFilter>().All(
            f => LabelErrors.Find(set.Labels, set.Probs, new LabelErrorOptions { Filter = f }).Indices.Length == 0);
    });

    [Fact]
    public void PruneByNoiseRate_AnyJointAndTies_EqualsTheDefinition() => ForAllSets(steps: 7, set =>
    {
        var random = new Random(set.Seed);
        var counts = new long[set.Classes, set.Classes];
        for (var j = 0; j < set.Classes; j++)
        {
            for (var k = 0; k < set.Classes; k++) counts[j, k] = random.Next(j == k ? 30 : 6);
        }

        var joint = new ConfidentJoint(counts);
        var found = LabelErrors.Find(set.Labels, set.Probs, new LabelErrorOptions { Joint = joint });

        return found.Indices.SequenceEqual(Definition.PruneByNoiseRate(set.Labels, set.Probs, joint));
    });

    [Fact]
    public void Find_EveryThreadCount_GivesTheSame()
    {
        var set = RandomSet.Make(seed: 5, count: 25_000, classes: 11, steps: 0);
        foreach (var filter in Enum.GetValues<LabelFilter>())
        {
            var one = LabelErrors.Find(set.Labels, set.Probs, new LabelErrorOptions { Filter = filter, Threads = 1 });
            foreach (var threads in new[] { 2, 3, 8 })
            {
                var many = LabelErrors.Find(
                    set.Labels, set.Probs, new LabelErrorOptions { Filter = filter, Threads = threads });
                Assert.NotEmpty(one.Indices);
                Assert.Equal(one.Indices, many.Indices);
                Assert.Equal(one.Ranked, many.Ranked);
                Assert.Equal(one.Scores, many.Scores);                       // bit for bit
                Assert.Equal(one.Thresholds, many.Thresholds);
                Assert.Equal(one.Joint.Counts, many.Joint.Counts);
            }
        }
    }

    [Fact]
    public void Find_Float32_EqualsTheSameNumbersAsFloat64() => ForAllSets(steps: 0, set =>
    {
        var single = new float[set.Labels.Length, set.Classes];
        for (var i = 0; i < set.Labels.Length; i++)
        {
            for (var k = 0; k < set.Classes; k++) set.Probs[i, k] = single[i, k] = (float)set.Probs[i, k];
        }

        var narrow = LabelErrors.Find(set.Labels, single);
        var wide = LabelErrors.Find(set.Labels, set.Probs);
        return narrow.Ranked.SequenceEqual(wide.Ranked) && narrow.Scores.SequenceEqual(wide.Scores)
            && narrow.Thresholds.SequenceEqual(wide.Thresholds);
    });

    [Fact]
    public void Round_AnyRow_KeepsItsSum() => Prop.ForAll(ArbMap.Default.ArbFor<NormalFloat[]>(), row =>
    {
        var values = Array.ConvertAll(row, v => v.Item % 1e6);
        var rounded = SumPreservingRounding.Round(values);
        return rounded.Sum() == (long)Math.Round(values.Sum(), MidpointRounding.ToEven)
            && rounded.Zip(values).All(p => Math.Abs(p.First - p.Second) <= 1.5);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Calibrate_AnySet_KeepsTheLabelCounts() => ForAllSets(steps: 0, set =>
    {
        var calibrated = ConfidentJoint.Count(set.Labels, set.Probs).Calibrate(set.Labels);
        return Enumerable.Range(0, set.Classes).All(j =>
            Enumerable.Range(0, set.Classes).Sum(k => calibrated[j, k]) == set.Labels.Count(s => s == j));
    });

    private static IEnumerable<LabelFilter> Filters() =>
        Enum.GetValues<LabelFilter>().Where(
            f => f is not (LabelFilter.LowNormalizedMargin or LabelFilter.LowSelfConfidence));

    private static void ForAllSets(int steps, Func<RandomSet, bool> holds) => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).Select(
            seed => RandomSet.Make(seed, 20 + (seed % 180), 2 + (seed % 11), steps)).ToArbitrary(), holds)
        .QuickCheckThrowOnFailure();
}

/// <summary>Random labels and probabilities, of which the model gets most right.</summary>
internal sealed record RandomSet(int Seed, int[] Labels, double[,] Probs, int Classes)
{
    /// <summary>Makes a set; <paramref name="steps"/> above 0 rounds the weights, so that probabilities tie.</summary>
    public static RandomSet Make(int seed, int count, int classes, int steps)
    {
        var random = new Random(seed);
        var (labels, probs) = (new int[count], new double[count, classes]);
        for (var i = 0; i < count; i++)
        {
            labels[i] = i < classes ? i : random.Next(classes);
            var seen = random.NextDouble() < 0.8 ? labels[i] : random.Next(classes);
            var sum = 0.0;
            for (var k = 0; k < classes; k++)
            {
                var weight = random.NextDouble() + (k == seen ? 2 * random.NextDouble() : 0);
                probs[i, k] = steps == 0 ? weight + 1e-3 : Math.Ceiling((weight * steps) + 1e-9);
                sum += probs[i, k];
            }

            for (var k = 0; k < classes; k++) probs[i, k] /= sum;
        }

        return new RandomSet(seed, labels, probs, classes);
    }
}

/// <summary>A filter written down as the specification says it, with full stable sorts.</summary>
internal static class Definition
{
    public static int[] PruneByNoiseRate(int[] labels, double[,] probs, ConfidentJoint joint)
    {
        var classes = probs.GetLength(1);
        var counts = Enumerable.Range(0, classes).Select(k => labels.Count(s => s == k)).ToArray();
        var m = PruneCounts.Of(joint, counts, new LabelErrorOptions());
        var flagged = new HashSet<int>();
        for (var k = 0; k < classes; k++)
        {
            if (counts[k] <= 1) continue;
            var members = Enumerable.Range(0, labels.Length).Where(i => labels[i] == k).ToArray();
            for (var j = 0; j < classes; j++)
            {
                if (j != k) flagged.UnionWith(
                    members.OrderByDescending(i => probs[i, j] - probs[i, k]).Take((int)m[j, k]));
            }
        }

        return [.. flagged.Where(i => !Agrees(i)).Order()];

        bool Agrees(int i)
        {
            var row = Enumerable.Range(0, classes).Select(k => probs[i, k] + (k == labels[i] ? 1e-6 : 0)).ToArray();
            return Array.IndexOf(row, row.Max()) == labels[i];
        }
    }
}
