using NotebookKit.Train;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>The networks of the framework with their optimizers, and the two updates of one step.</summary>
public sealed class CounterfactualGame : IDisposable
{
    /// <summary>Names of the scalars that <see cref="Step"/> returns.</summary>
    public static readonly IReadOnlyList<string> Terms =
    [
        "D", "adversarial", "class", "cycle", "identity", "accuracy of D", "accuracy of G's head", "flip rate",
    ];

    /// <summary>Names of the scalars that <see cref="StepPlain"/> returns.</summary>
    public static readonly IReadOnlyList<string> PlainTerms = ["C", "accuracy of C"];

    private readonly CounterfactualRecipe recipe;
    private readonly OptimizerHelper generatorOptimizer;
    private readonly OptimizerHelper discriminatorOptimizer;
    private readonly OptimizerHelper plainOptimizer;

    /// <summary>Builds G, D and C, their weights drawn from a seed.</summary>
    /// <param name="recipe">Networks, device, weights and learning rate. The first weights are drawn on the CPU: the
    /// same on every device.</param>
    /// <param name="channels">C of the images.</param>
    /// <param name="seed">Names the weights.</param>
    public CounterfactualGame(CounterfactualRecipe recipe, int channels, long seed)
    {
        this.recipe = recipe;
        Seed.All(seed);
        Generator = new CounterfactualGenerator(channels, recipe).to(recipe.Device);
        Discriminator = new CounterfactualClassifier(channels, recipe, outputs: 3).to(recipe.Device);
        Plain = new CounterfactualClassifier(channels, recipe, outputs: 2).to(recipe.Device);
        var rate = recipe.ClassifierLearningRate ?? recipe.LearningRate;
        generatorOptimizer = OptimizerOf(Generator, recipe, recipe.LearningRate);
        discriminatorOptimizer = OptimizerOf(Discriminator, recipe, rate);
        plainOptimizer = OptimizerOf(Plain, recipe, rate);
    }

    /// <summary>G.</summary>
    public CounterfactualGenerator Generator { get; }

    /// <summary>The hybrid D: undamaged, damaged, fake.</summary>
    public CounterfactualClassifier Discriminator { get; }

    /// <summary>The plain C: the same architecture and the same batches, no generator.</summary>
    public CounterfactualClassifier Plain { get; }

    /// <summary>All modules by name, as a checkpoint keeps them.</summary>
    public IReadOnlyDictionary<string, Module> Networks => new Dictionary<string, Module>
    {
        ["generator"] = Generator, ["discriminator"] = Discriminator, ["plain"] = Plain,
    };

    /// <summary>All optimizers by name.</summary>
    public IReadOnlyDictionary<string, OptimizerHelper> Optimizers => new Dictionary<string, OptimizerHelper>
    {
        ["generator"] = generatorOptimizer, ["discriminator"] = discriminatorOptimizer, ["plain"] = plainOptimizer,
    };

    /// <summary>One step: (xh, yh) = G(x); D learns on x and xh; the new D judges xh again and G learns.</summary>
    /// <param name="x">[N, C, H, W] in [-1, 1], on the recipe's device.</param>
    /// <param name="labels">y, [N], there too.</param>
    /// <returns>The <see cref="Terms"/>, 0-d.</returns>
    public IReadOnlyList<Tensor> Step(Tensor x, Tensor labels)
    {
        var made = Generator.call(x);                                     // (xh, yh)
        var (discriminatorLoss, accuracy) = UpdateDiscriminator(x, labels, made.Counterfactual);
        var (terms, flips) = UpdateGenerator(x, labels, made);
        return
        [
            discriminatorLoss, terms.Adversarial, terms.Class, terms.Cycle ?? zeros_like(terms.Identity),
            terms.Identity, accuracy, Share(made.Logits, labels), flips,
        ];
    }

    /// <summary>One step of the plain classifier on the same batch.</summary>
    /// <returns>The <see cref="PlainTerms"/>, 0-d.</returns>
    public IReadOnlyList<Tensor> StepPlain(Tensor x, Tensor labels) => StepClassifier(Plain, plainOptimizer, x, labels);

    /// <summary>One step of any classifier with two logits.</summary>
    internal static IReadOnlyList<Tensor> StepClassifier(
        CounterfactualClassifier classifier, OptimizerHelper optimizer, Tensor x, Tensor labels)
    {
        optimizer.zero_grad();
        var logits = classifier.call(x);                                  // [N, 2]
        var loss = F.cross_entropy(logits, labels);
        loss.backward();
        optimizer.step();
        return [loss, Share(logits, labels)];
    }

    /// <summary>The optimizer that all networks of the paper's folder take: Adam, or AdamW where there is a
    /// decay.</summary>
    internal static OptimizerHelper OptimizerOf(Module network, CounterfactualRecipe recipe, double rate) =>
        recipe.WeightDecay > 0
            ? optim.AdamW(network.parameters(), rate, recipe.Beta1, 0.999, weight_decay: recipe.WeightDecay)
            : optim.Adam(network.parameters(), rate, recipe.Beta1, 0.999);

    /// <summary>Learning rates of a step: constant, or up in a line over the warm-up and down to 0 along a
    /// cosine.</summary>
    /// <param name="optimizers">Their first rates are the highest ones.</param>
    /// <param name="recipe">Steps of the warm-up; 0 leaves the rates as they are.</param>
    /// <param name="step">Step from 0.</param>
    /// <param name="steps">All steps.</param>
    internal static void SetRates(
        IEnumerable<OptimizerHelper> optimizers, CounterfactualRecipe recipe, int step, int steps)
    {
        if (recipe.WarmUpSteps == 0)
        {
            return;
        }

        var warm = Math.Min(recipe.WarmUpSteps, steps);
        var factor = step < warm ? (step + 1.0) / warm : Schedule.Cosine((step - warm) / (double)(steps - warm));
        foreach (var group in optimizers.SelectMany(optimizer => optimizer.ParamGroups))
        {
            group.LearningRate = factor * group.InitialLearningRate;
        }
    }

    /// <summary>Updates D only: G's image is cut off from its graph.</summary>
    public (Tensor Loss, Tensor Accuracy) UpdateDiscriminator(Tensor x, Tensor labels, Tensor counterfactual)
    {
        discriminatorOptimizer.zero_grad();
        var n = x.shape[0];
        var logits = Discriminator.call(cat([x, counterfactual.detach()]));                     // [2N, 3]
        var real = logits.narrow(0, 0, n);
        var loss = CounterfactualMethod.DiscriminatorLoss(real, labels, logits.narrow(0, n, n), recipe.Weights.Fake);
        loss.backward();
        discriminatorOptimizer.step();
        return (loss, Share(real, labels));
    }

    /// <summary>Updates G only: D is frozen, but not cut off, for G's gradient flows through it.</summary>
    public (GeneratorTerms Terms, Tensor Flips) UpdateGenerator(
        Tensor x, Tensor labels, (Tensor Counterfactual, Tensor Logits) made)
    {
        generatorOptimizer.zero_grad();
        Freeze(Discriminator, frozen: true);
        var judged = Discriminator.call(made.Counterfactual);                                   // [N, 3]
        var back = recipe.Cycles > 0 ? Generator.call(made.Counterfactual) : ((Tensor, Tensor)?)null;
        var terms = CounterfactualMethod.GeneratorLoss(x, labels, made, judged, back);
        terms.Total(recipe.Weights).backward();
        generatorOptimizer.step();
        Freeze(Discriminator, frozen: false);
        return (terms, Share(judged, 1 - labels));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var optimizer in Optimizers.Values)
        {
            optimizer.Dispose();
        }

        foreach (var network in Networks.Values)
        {
            network.Dispose();
        }
    }

    private static void Freeze(Module network, bool frozen)
    {
        foreach (var parameter in network.parameters())
        {
            parameter.requires_grad = !frozen;
        }
    }

    private static Tensor Share(Tensor logits, Tensor labels)
    {
        using var noGradients = no_grad();
        return CounterfactualMethod.PredictedClass(logits).eq(labels).to(ScalarType.Float32).mean();
    }
}
