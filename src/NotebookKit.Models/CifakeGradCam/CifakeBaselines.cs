using NotebookKit.Data;
using NotebookKit.Metrics;
using NotebookKit.Show;
using NotebookKit.Train;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.CifakeGradCam;

/// <summary>What detectors without a convolution reach on the test pictures.</summary>
/// <param name="LogisticAccuracy">Logistic regression on the 3,072 pixel values; share in [0, 1].</param>
/// <param name="HighPassAccuracy">Threshold on the energy at high frequencies; share in [0, 1].</param>
/// <param name="Data">What both were measured on.</param>
public sealed record CifakeBaselines(double LogisticAccuracy, double HighPassAccuracy, DataUse Data)
{
    /// <summary>Fits both on the training pictures and measures them on the test pictures.</summary>
    public static CifakeBaselines Run(CifakeData data, CifakeRecipe recipe, long seed)
    {
        var labels = data.Test.Labels.data<long>().ToArray();
        return new(
            Accuracy.Of(LogisticVerdicts(data, recipe, seed), labels),
            Accuracy.Of(
                HighPassThreshold.Fit(data.Train.Images, data.Train.Labels.data<long>().ToArray())
                    .Predict(data.Test.Images),
                labels),
            data.Source);
    }

    /// <summary>The two beside chance.</summary>
    public Figure Table() => BarChart.Draw(
        [
            new("chance", 0.5), new("logistic regression on pixels", LogisticAccuracy),
            new("high-pass energy threshold", HighPassAccuracy),
        ],
        "test accuracy", "Detectors without a network.", "P1", reference: 0.5)
        .WithNote($"Measured on {Data.Id}. A re-implementation reports 68.8 % for logistic regression on CIFAKE.");

    private static long[] LogisticVerdicts(CifakeData data, CifakeRecipe recipe, long seed)
    {
        Seed.All(seed);
        using var model = Sequential(Flatten(), Linear(data.Train.Images[0].numel(), 1));
        new Trainer().Fit(model, data.Train, data.Validation, new TrainOptions
        {
            Epochs = 3 * recipe.Epochs, Patience = recipe.Patience, BatchSize = recipe.BatchSize,
            LearningRate = recipe.LearningRate, Seed = seed, Title = "Logistic regression",
        });
        return CifakeMethod.Verdicts(CifakeMethod.ProbabilityReal(model, data.Test));
    }
}
