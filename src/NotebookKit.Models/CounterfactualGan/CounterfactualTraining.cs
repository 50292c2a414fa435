using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Show;
using NotebookKit.Train;
using static TorchSharp.torch;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>G, D and C after their training.</summary>
/// <param name="Game">The networks.</param>
/// <param name="History">Loss terms and rates of every step.</param>
/// <param name="Film">What became of one picture of each class while G learned.</param>
/// <param name="Early">G and D after as many steps as the ablations have.</param>
/// <param name="Source">What the film's pictures are of.</param>
public sealed record CounterfactualTraining(
    CounterfactualGame Game, StepHistory History, FilmStrip Film, EarlyNetworks Early, DataUse Source) : IDisposable
{
    private const int FilmColumns = 7;

    private static readonly string[] Rates = ["flip rate", "accuracy of D", "accuracy of G's head", "accuracy of C"];

    /// <summary>G.</summary>
    public CounterfactualGenerator Generator => Game.Generator;

    /// <summary>The hybrid D.</summary>
    public CounterfactualClassifier Discriminator => Game.Discriminator;

    /// <summary>The plain C.</summary>
    public CounterfactualClassifier Plain => Game.Plain;

    /// <summary>Trains on the first part of the data.</summary>
    /// <param name="data">Pictures.</param>
    /// <param name="recipe">How to train.</param>
    /// <param name="seed">Seed of the weights and of the order.</param>
    /// <param name="live">Show losses, rates and the film while they are made; not without C.</param>
    /// <param name="steps">Steps; null takes the recipe's.</param>
    /// <param name="plain">False leaves C out: the ablations do not need it.</param>
    /// <exception cref="TrainingDivergedException">A loss is no finite number any more; the networks have their last
    /// good weights.</exception>
    /// <exception cref="OperationCanceledException">The user interrupted; the state is kept.</exception>
    public static CounterfactualTraining Run(
        CounterfactualData data, CounterfactualRecipe recipe, long seed, bool live = false, int? steps = null,
        bool plain = true)
    {
        var total = steps ?? recipe.StepsOn(data.Train.Count);
        var caption = $"The game between G and D over {total:N0} steps of {recipe.BatchSize} pictures. The terms of G's loss "
            + "are drawn times their weights, as they are added up; beside them the losses of D and C.";
        var game = new CounterfactualGame(recipe, data.Channels, seed);
        using var batches = new BalancedBatches(data.Train, recipe, seed);
        using var pair = FilmPair(data);
        var film = new FilmStrip(["damaged, xh", "its |xh - x|", "undamaged, xh", "its |xh - x|"]);
        var early = new EarlyNetworks(recipe.AblationSteps);
        var (source, filmed) = (data.Train.Source, data.Test.Source);
        var losses = new LiveFigure<StepHistory>(history => LossChart(history, recipe.Weights, caption).On(source));
        var rates = new LiveFigure<StepHistory>(history => RateChart(history).On(source));
        var strip = new LiveFigure<FilmStrip>(frames => FilmFigure(frames).On(filmed));
        var training = new StepTraining(game.Networks, game.Optimizers, new StepOptions
        {
            Steps = total, Seed = seed, Title = $"Counterfactual GAN, seed {seed}",
            Terms = plain ? [.. CounterfactualGame.Terms, .. CounterfactualGame.PlainTerms] : CounterfactualGame.Terms,
            Also = new Dictionary<string, IResumable> { ["film"] = film, ["early"] = early },
            Watch = live ? ShowAll : null, ShowProgress = plain, Resume = recipe.Resume,
            CheckpointPath = CheckpointPath(plain ? "game" : "ablation", recipe, seed),
        });
        var history = training.Run(step =>
        {
            if (step % recipe.FilmEvery == 0)
            {
                Shoot(film, step, game.Generator, pair);
            }

            CounterfactualGame.SetRates(game.Optimizers.Values, recipe, step, total);
            var (x, labels) = batches.At(step);
            var terms = game.Step(x, labels);
            early.Keep(step + 1, game);
            return plain ? [.. terms, .. game.StepPlain(x, labels)] : terms;
        });
        NotebookHost.Current.Cancellation.ThrowIfCancellationRequested();    // an interrupted training is not measured
        Shoot(film, history.Steps, game.Generator, pair);
        if (live)
        {
            strip.Show(film);
        }

        return new(game, history, film, early, filmed);

        void ShowAll(StepHistory soFar)
        {
            losses.Show(soFar);
            rates.Show(soFar);
            strip.Show(film);
        }
    }

    /// <summary>One damaged and one undamaged picture while G learns.</summary>
    public Figure FilmStrip() => FilmFigure(Film).On(Source);

    /// <summary>Says whether G came to anything: a collapsed game has numbers too, but they mean nothing.</summary>
    /// <returns>One sentence.</returns>
    public string Health()
    {
        var (flips, change) = (History.Recent("flip rate"), History.Recent("identity"));
        return (flips, change) switch
        {
            ( < 0.5, < 0.005) =>
                $"G stayed near the identity: flip rate {flips:0.00}, mean change {change:0.0000}. The figures below say "
                + "nothing about the method; lower the identity weight or train longer.",
            ( < 0.5, _) =>
                $"The game collapsed: G changes pictures by {change:0.000} but D takes only {flips:0.00} of them for the "
                + "opposite class. Lower the learning rate or train longer.",
            _ => $"G plays: flip rate {flips:0.00}, mean change {change:0.000} on the scale of -1 to 1.",
        };
    }

    /// <summary>The same training as it was after the ablations' steps; null where it has not come so far, or where its
    /// learning rates follow another course than a training of so few steps.</summary>
    /// <param name="recipe">What it was trained by.</param>
    /// <param name="channels">C of the pictures.</param>
    /// <param name="seed">What it was trained with.</param>
    internal CounterfactualTraining? AtEarly(CounterfactualRecipe recipe, int channels, long seed)
    {
        if (!Early.Kept || recipe.WarmUpSteps > 0)
        {
            return null;
        }

        var game = new CounterfactualGame(recipe, channels, seed);
        Early.Restore(game);
        return new(game, History with { Rows = [.. History.Rows.Take(Early.Step)] }, Film, Early, Source);
    }

    /// <inheritdoc/>
    public void Dispose() => Game.Dispose();

    private static Figure FilmFigure(FilmStrip film) => film.Draw(
        "Two pictures while G learns: the counterfactual xh and what was changed, |xh - x| (white is a change of 0.5 or "
        + "more on the scale of -1 to 1). G begins as the identity.", FilmColumns);

    private static Figure LossChart(StepHistory history, CounterfactualWeights weights, string caption)
    {
        (string Term, string Drawn, double Weight)[] terms =
        [
            ("adversarial", "G: adversarial", weights.Adversarial), ("class", "G: class", weights.Class),
            ("cycle", "G: cycle", weights.Cycle), ("identity", "G: identity", weights.Identity), ("D", "D", 1), ("C", "C", 1),
        ];
        int[] columns = [.. terms.Select(term => history.Terms.ToList().IndexOf(term.Term))];
        return StepChart.Draw(
            new StepHistory(
                [.. terms.Select(term => term.Drawn)],
                [.. history.Rows.Select(row => terms.Select((term, i) => (float)(term.Weight * row[columns[i]])).ToArray())],
                history.Interrupted),
            caption);
    }

    private static Figure RateChart(StepHistory history) => StepChart.Draw(
        history, "Shares on the training batches: how often D takes the counterfactual for the opposite class (flip "
        + "rate), and how often each network knows the class of the real picture.", Rates, yLabel: "share");

    private static void Shoot(FilmStrip film, int step, CounterfactualGenerator generator, Tensor pair)
    {
        using var scope = NewDisposeScope();
        var made = CounterfactualMethod.Counterfactuals(generator, pair);                       // [2, C, H, W]
        var changes = (2 * CounterfactualMethod.Saliency(pair, made)).unsqueeze(1).expand_as(made);
        // A frame must not stop a diverging game: the training itself says so, with its last good weights.
        var frame = stack([(made[0] + 1) / 2, changes[0], (made[1] + 1) / 2, changes[1]]).nan_to_num();
        film.Add(step, CounterfactualData.Fitted(frame));
    }

    // One damaged and one undamaged test picture, [2, C, H, W].
    private static Tensor FilmPair(CounterfactualData data)
    {
        using var scope = NewDisposeScope();
        var labels = data.Test.ToLabels();
        return CounterfactualData.Prepare(data.Test, [Array.IndexOf(labels, 1L), Array.IndexOf(labels, 0L)])
            .DetachFromDisposeScope();
    }

    /// <summary>Names what the weights depend on, so that no other training takes them up.</summary>
    /// <param name="training">Which training of the run: "game", "supervised".</param>
    /// <param name="recipe">How it trains.</param>
    /// <param name="seed">Seed of the weights and of the order.</param>
    /// <returns>Null outside a run.</returns>
    internal static string? CheckpointPath(string training, CounterfactualRecipe recipe, long seed) =>
        RunContext.Current.OutputDirectory is { } folder
            ? Path.Combine(
                folder, $"{training}-{recipe.Mode}-{Path.GetFileName(recipe.Data)}-{seed}-c{recipe.Cycles}"
                + $"-id{recipe.Weights.Identity}{Networks(recipe.Backend)}.checkpoint")
            : null;

    private static string Networks(CounterfactualBackend backend) =>
        backend == CounterfactualBackend.Small ? "" : $"-{backend.Name()}";
}
