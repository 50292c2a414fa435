using NotebookKit.Attacks;
using NotebookKit.Interactive;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>One classifier under one kind of attack, over the bounds.</summary>
/// <param name="Name">Classifier and attack.</param>
/// <param name="Verdicts">One per bound; the first bound is 0.</param>
public sealed record AttackCurve(string Name, IReadOnlyList<Verdicts> Verdicts)
{
    /// <summary>F1 at each bound.</summary>
    public double[] F1 => [.. Verdicts.Select(v => v.F1)];
}

/// <summary>PGD against the hybrid D, the plain C and the adversarially trained C, every attack with its
/// bound.</summary>
public sealed class CounterfactualRobustness
{
    private readonly CounterfactualRecipe recipe;
    private readonly CounterfactualData data;
    private readonly CounterfactualTraining training;
    private readonly CounterfactualClassifier hardened;
    private readonly long seed;
    private readonly long[] labels;
    private readonly Dictionary<(string Attack, double Epsilon, double StepSize), (Verdicts Own, Verdicts OfHybrid)>
        done = [];

    private FirstErrors? firstErrors;

    private CounterfactualRobustness(
        CounterfactualData data, CounterfactualTraining training, CounterfactualClassifier hardened,
        CounterfactualRecipe recipe, long seed)
    {
        (this.data, this.training, this.hardened, this.recipe, this.seed) = (data, training, hardened, recipe, seed);
        labels = [.. data.Test.ToLabels().Take(recipe.AttackCount)];
        OnHybrid = new("D, adaptive (A2)", training.Discriminator, AttackLosses.FirstTwoLogits);
        LookingReal = new("D, looking real (AF)", training.Discriminator, AttackLosses.LookingReal());
        OnPlain = new("C", training.Plain, AttackLosses.AllLogits);
        Hybrid = Curve(OnHybrid);
        Plain = Curve(OnPlain);
        Hardened = Curve(new("C with PGD-AT", hardened, AttackLosses.AllLogits));
    }

    /// <summary>D under the adaptive attack: the figure to headline.</summary>
    public AttackCurve Hybrid { get; }

    /// <summary>C.</summary>
    public AttackCurve Plain { get; }

    /// <summary>C trained on attacked pictures: the honest baseline of robustness.</summary>
    public AttackCurve Hardened { get; }

    /// <summary>Pictures attacked.</summary>
    public int Count => labels.Length;

    /// <summary>Area under F1 against eps, divided by the largest eps: the mean F1.</summary>
    public double Area(AttackCurve curve)
    {
        var (eps, f1) = (recipe.Epsilons, curve.F1);
        var area = Enumerable.Range(1, eps.Count - 1).Sum(i => (eps[i] - eps[i - 1]) * (f1[i] + f1[i - 1]) / 2);
        return area / eps[^1];
    }

    /// <summary>Runs the three attacks that the claims need.</summary>
    /// <param name="data">Test pictures.</param>
    /// <param name="training">D and C.</param>
    /// <param name="hardened">C with PGD-AT.</param>
    /// <param name="recipe">Bounds and steps.</param>
    /// <param name="seed">Names the random starts.</param>
    public static CounterfactualRobustness Measure(
        CounterfactualData data, CounterfactualTraining training, CounterfactualClassifier hardened,
        CounterfactualRecipe recipe, long seed) => new(data, training, hardened, recipe, seed);

    /// <summary>F1 against the bound, D beside C, for every attack.</summary>
    public Figure Chart()
    {
        AttackCurve[] curves =
        [
            Hybrid, Curve(new("D, three logits (A3)", training.Discriminator, AttackLosses.AllLogits)),
            Curve(LookingReal),
            new("D, attacked on C (transfer)", [.. recipe.Epsilons.Select(eps => Attacked(OnPlain, eps).OfHybrid)]),
            Plain, Hardened,
        ];
        double[] eps = [.. recipe.Epsilons];
        return LineChart.Draw(
            [.. curves.Select(curve => new Series(curve.Name, eps, curve.F1))],
            "bound eps on the scale of -1 to 1 (half of it on 0 to 1)", "F1 of the damaged class",
            $"F1 under PGD, {recipe.PgdSteps} steps of eps/4, one random start, {Count} test pictures. The adaptive attack is "
            + "the one that counts; the others are weaker and flatter D.", yIncludes: [0, 1]).On(data.Source);
    }

    /// <summary>The paper's axis: F1 against the step size, here with the bound printed.</summary>
    public Figure StepSizeChart()
    {
        double[] shares = recipe.Mode == "smoke" ? [0.25, 1] : [0.05, 0.1, 0.25, 1];
        double[] sizes = [.. shares.Select(share => share * recipe.Epsilon)];
        return LineChart.Draw(
            [
                new(OnHybrid.Name, sizes, F1(OnHybrid)), new(OnPlain.Name, sizes, F1(OnPlain)),
            ],
            "step size alpha", "F1 of the damaged class",
            $"The paper's axis: F1 against the step size, {recipe.PgdSteps} steps, with the bound stated: eps {recipe.Epsilon}. "
            + "A small step does not reach the bound; that is no robustness.", yIncludes: [0, 1]).On(data.Source);

        double[] F1(AttackKind kind) => [.. sizes.Select(size => Attacked(kind, recipe.Epsilon, size).Own.F1)];
    }

    /// <summary>Accuracy under stronger and under black-box attacks: masked gradients would show here.</summary>
    public Figure StrongerAttacks()
    {
        var rows = new (string Name, CounterfactualClassifier Model, AttackLoss Loss)[]
        {
            ("hybrid D (A2)", training.Discriminator, AttackLosses.FirstTwoLogits),
            ("plain C", training.Plain, AttackLosses.AllLogits),
            ("C with PGD-AT", hardened, AttackLosses.AllLogits),
        }.Select(row => Strength(row.Name, row.Model, row.Loss)).ToArray();
        var masked = rows.Where(row => row.RandomSearch < row.OneStart - 0.02).Select(row => row.Classifier).ToArray();
        return Table.Draw(
            rows,
            $"Accuracy on {Math.Min(recipe.QueryCount, Count)} test pictures at eps {recipe.Epsilon}. Random search asks for no "
            + $"gradient, {recipe.Queries} queries a picture.",
            formats: new Dictionary<string, string>
            {
                ["Clean"] = "P1", ["OneStart"] = "P1", ["FiveStarts"] = "P1", ["RandomSearch"] = "P1",
            }).WithNote(masked.Length == 0
                ? "Random search beats PGD nowhere: no sign of masked gradients."
                : $"Random search beats PGD on {string.Join(", ", masked)}: its gradients are masked there.").On(
                    data.Source);
    }

    /// <summary>Pictures before and after the adaptive attack, and the change.</summary>
    public Figure Examples(int columns = 8)
    {
        using var scope = NewDisposeScope();
        var x = Images(columns);
        var y = labels[..(int)x.shape[0]];
        var attacked = Pgd.Attack(
            training.Discriminator, x, tensor(y), AttackLosses.FirstTwoLogits, Options(recipe.Epsilon, null)).cpu();
        var before = Verdicts.Of(training.Discriminator, x, y);
        var after = Verdicts.Of(training.Discriminator, attacked, y);
        var change = (attacked - x) / recipe.Epsilon;                     // grey where nothing is changed
        return ImageGrid.Draw(
            [Row(i => CounterfactualData.Picture(x[i])), Row(i => CounterfactualData.Picture(attacked[i])),
                Row(i => CounterfactualData.Picture(change[i]))],
            ["picture", "attacked", "the change"],
            $"Attacked on D (A2) at eps {recipe.Epsilon}. Below: fakeness, and where D names the wrong class. The change is "
            + "enlarged so that grey is none and black and white are the bound.",
            titles: [Titles(before), Titles(after), Row(_ => "")]).On(data.Source);

        T[] Row<T>(Func<int, T> of) => [.. Enumerable.Range(0, y.Length).Select(of)];
        string[] Titles(Verdicts v) => Row(i => $"{v.Fakeness[i]:0.00}{(v.Wrong[i] ? " wrong" : "")}");
    }

    /// <summary>The first bound of the recipe with 3 % errors of D under A2.</summary>
    internal FirstErrors FirstErrorsOnGrid => FirstErrors.OnGrid(recipe.Epsilons, Hybrid.Verdicts);

    /// <summary>The first bound with 3 % errors of D under A2, looked for in steps of 0.005.</summary>
    internal FirstErrors FirstErrors => firstErrors ??= FirstErrors.Between(
        recipe.Epsilons, Hybrid.Verdicts, epsilon => Under(OnHybrid, epsilon));

    /// <summary>A2 on D.</summary>
    internal AttackKind OnHybrid { get; }

    /// <summary>AF on D.</summary>
    internal AttackKind LookingReal { get; }

    /// <summary>The usual attack on C.</summary>
    internal AttackKind OnPlain { get; }

    /// <summary>What the attacked classifier says of the attacked pictures.</summary>
    internal Verdicts Under(AttackKind kind, double epsilon) => Attacked(kind, epsilon).Own;

    private AttackCurve Curve(AttackKind kind) =>
        new(kind.Name, [.. recipe.Epsilons.Select(eps => Under(kind, eps))]);

    // What the attacked classifier says, and what D says of the same pictures. Each attack is made once.
    private (Verdicts Own, Verdicts OfHybrid) Attacked(AttackKind kind, double epsilon, double? stepSize = null)
    {
        NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();
        var key = (kind.Name, epsilon, stepSize ?? epsilon / 4);
        if (!done.TryGetValue(key, out var said))
        {
            using var scope = NewDisposeScope();
            var x = Images(Count);
            var attacked = epsilon == 0
                ? x
                : Pgd.Attack(kind.Model, x, tensor(labels), kind.Loss, Options(epsilon, stepSize));
            var own = Verdicts.Of(kind.Model, attacked, labels);
            done[key] = said = (own, kind.Model == training.Discriminator
                ? own
                : Verdicts.Of(training.Discriminator, attacked, labels));
        }

        return said;
    }

    private Strengths Strength(string name, CounterfactualClassifier model, AttackLoss loss)
    {
        using var scope = NewDisposeScope();
        var x = Images(recipe.QueryCount);
        var y = labels[..(int)x.shape[0]];
        var truth = tensor(y);
        var options = Options(recipe.Epsilon, null);
        return new(
            name, Verdicts.Of(model, x, y).Accuracy,
            Accuracy(Pgd.Attack(model, x, truth, loss, options)),
            Accuracy(Pgd.Attack(model, x, truth, loss, options with { Restarts = 5 })),
            Accuracy(RandomSearch.Attack(model, x, truth, loss, options, recipe.Queries)));

        double Accuracy(Tensor images) => Verdicts.Of(model, images, y).Accuracy;
    }

    private PgdOptions Options(double epsilon, double? stepSize) => new()
    {
        Epsilon = epsilon, StepSize = stepSize, Steps = recipe.PgdSteps, Low = -1, High = 1, Seed = seed,
    };

    private Tensor Images(int count) =>
        CounterfactualData.Prepare(data.Test).narrow(0, 0, Math.Min(count, labels.Length));

    /// <summary>An attack on one classifier.</summary>
    internal sealed record AttackKind(string Name, CounterfactualClassifier Model, AttackLoss Loss);

    private sealed record Strengths(
        string Classifier, double Clean, double OneStart, double FiveStarts, double RandomSearch);
}
