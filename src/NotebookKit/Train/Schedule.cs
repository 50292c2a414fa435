namespace NotebookKit.Train;

/// <summary>Learning rates over a training: factors of <see cref="TrainOptions.LearningRate"/> by the share of its steps
/// that are done, so that a resumed training needs no state for them.</summary>
public static class Schedule
{
    /// <summary>Cosine annealing without restarts (Loshchilov and Hutter 2017, eq. 5): from 1 down to 0.</summary>
    public static Func<double, double> Cosine { get; } = done => (1 + Math.Cos(Math.PI * done)) / 2;

    /// <summary>One cycle (Smith and Topin 2018, section 3): linearly up to 1, then down to 0 along a cosine.</summary>
    /// <param name="rise">Share of the steps that go up, above 0 and below 1.</param>
    /// <param name="start">Factor of the first step, in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static Func<double, double> OneCycle(double rise = 0.25, double start = 0.04)
    {
        if (rise is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rise), $"rise must lie between 0 and 1, but is {rise}.");
        }

        if (start is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(start), $"start must be above 0 and at most 1, but is {start}.");
        }

        return done => done < rise ? start + (1 - start) * done / rise : Cosine((done - rise) / (1 - rise));
    }
}
