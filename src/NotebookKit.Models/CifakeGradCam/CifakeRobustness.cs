using NotebookKit.Data;
using NotebookKit.Explain.Faithfulness;
using NotebookKit.Metrics;
using NotebookKit.Show;
using static TorchSharp.torch;

namespace NotebookKit.Models.CifakeGradCam;

/// <summary>Accuracy of a detector on the test pictures after everyday disturbances.</summary>
/// <param name="Results">Name of the disturbance, and accuracy in [0, 1] with its 95 % interval (Wilson).</param>
/// <param name="Data">What was disturbed.</param>
public sealed record CifakeRobustness(IReadOnlyList<(string Name, Interval Accuracy)> Results, DataUse Data)
{
    /// <summary>Measures the detector on JPEG qualities, blurs and shifts of the same test pictures.</summary>
    public static CifakeRobustness Measure(CifakeDetector detector, ImageSet test)
    {
        var results = new List<(string, Interval)> { ("unchanged", Accuracy(test)) };
        foreach (var quality in new[] { 90, 70, 50, 30 })
        {
            using var compressed = JpegRecompression.Of(test, quality);
            results.Add(($"JPEG quality {quality}", Accuracy(compressed)));
        }

        foreach (var sigma in new[] { 0.5, 1.0 })
        {
            using var scope = NewDisposeScope();
            var blurred = GaussianBlur.Apply(test.Images.to(ScalarType.Float32), sigma);
            results.Add(($"Gaussian blur, sigma {sigma:0.0} pixel",
                AccuracyOf(blurred.round().clamp(0, 255).to(ScalarType.Byte))));
        }

        foreach (var (name, dimension) in new[] { ("right", 3), ("down", 2) })
        {
            using var scope = NewDisposeScope();
            results.Add(($"shift 1 pixel {name}", AccuracyOf(Shift(test.Images, dimension))));
        }

        return new(results, detector.Data);

        Interval Accuracy(ImageSet disturbed)
        {
            var verdicts = CifakeMethod.Verdicts(CifakeMethod.ProbabilityReal(detector.Network, disturbed));
            return Interval.OfProportion(
                verdicts.Zip(detector.Labels).LongCount(p => p.First == p.Second), verdicts.Length);
        }

        Interval AccuracyOf(Tensor images)
        {
            using var disturbed = new ImageSet(images, test.Labels.clone(), test.Classes, test.Source);
            return Accuracy(disturbed);
        }
    }

    /// <summary>The accuracies as bars with their intervals.</summary>
    public Figure Chart() => BarChart.Draw(
        [.. Results.Select(r => new Bar(r.Name, r.Accuracy.Mean, r.Accuracy.Low, r.Accuracy.High))],
        "test accuracy", "Accuracy after everyday disturbances of the same test pictures.", "P1", reference: 0.5)
        .WithNote($"Whiskers: 95 % interval over the pictures. Dashed: chance. Measured on {Data.Id}.");

    /// <summary>One pixel to the right or down; the first column or row is repeated.</summary>
    private static Tensor Shift(Tensor images, int dimension)
    {
        var length = images.shape[dimension];
        return cat([images.narrow(dimension, 0, 1), images.narrow(dimension, 0, length - 1)], dimension);
    }
}
