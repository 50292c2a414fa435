using NotebookKit.Data;

namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// Systematic label noise: the images of one class that show a certain detail carry another class's label, in training
/// and
/// test set alike. It is what makes a benchmark unstable: a model that is good enough to learn the mistake is rewarded
/// for
/// it.
/// </summary>
/// <param name="TrainLabels">[N] labels after the noise.</param>
/// <param name="TestLabels">[M] labels after the noise.</param>
/// <param name="From">The class that is partly mislabelled.</param>
/// <param name="To">The label that it gets.</param>
public sealed record SystematicNoise(int[] TrainLabels, int[] TestLabels, int From, int To)
{
    /// <summary>Mislabels the images whose detail runs most across: differences between horizontal neighbours, less
    /// those between vertical ones.</summary>
    /// <param name="train">Training images with right labels.</param>
    /// <param name="test">Test images with right labels.</param>
    /// <param name="from">The class that is partly mislabelled.</param>
    /// <param name="to">The label that it gets.</param>
    /// <param name="share">Share of the class's training images that is mislabelled, in (0, 1); the test images follow
    /// the same threshold.</param>
    /// <exception cref="ArgumentException">The share is out of range, or the training set has no image of the
    /// class.</exception>
    public static SystematicNoise Inject(ImageSet train, ImageSet test, int from, int to, double share)
    {
        if (share is not (> 0 and < 1))
            throw new ArgumentException($"share is {share}; it is a share of a class in (0, 1).");
        var (trainLabels, testLabels) = (LabelErrorsData.LabelsOf(train), LabelErrorsData.LabelsOf(test));
        var (trainDetail, testDetail) = (Detail(train), Detail(test));
        var sorted = trainDetail.Where((_, i) => trainLabels[i] == from).Order().ToArray();
        if (sorted.Length == 0)
            throw new ArgumentException($"The training set has no image of class {from}; choose a class that it has.");
        var threshold = sorted[(int)((1 - share) * sorted.Length)];
        return new(
            Apply(trainLabels, trainDetail, threshold, from, to), Apply(testLabels, testDetail, threshold, from, to),
                from, to);
    }

    private static int[] Apply(int[] labels, double[] detail, double threshold, int from, int to) =>
        [.. labels.Select((label, i) => label == from && detail[i] >= threshold ? to : label)];

    private static double[] Detail(ImageSet set)
    {
        var planes = set.ToPlanes();
        var (height, width) = ((int)set.Images.shape[^2], (int)set.Images.shape[^1]);
        var pixels = planes.Length / (int)set.Count;
        var detail = new double[set.Count];
        Parallel.For(0, detail.Length, i =>
        {
            var plane = planes.AsSpan(i * pixels, pixels);
            long across = 0, along = 0;
            for (var p = 0; p < plane.Length; p++)
            {
                var inPlane = p % (height * width);
                if (inPlane % width + 1 < width) across += Math.Abs(plane[p + 1] - plane[p]);
                if (inPlane / width + 1 < height) along += Math.Abs(plane[p + width] - plane[p]);
            }

            detail[i] = (across - along) / (double)pixels;
        });
        return detail;
    }
}
