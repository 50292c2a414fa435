namespace NotebookKit.Attacks;

/// <summary>How strong an attack by projected gradient descent is.</summary>
public sealed record PgdOptions
{
    /// <summary>Largest change of any pixel, in the units of the images, 0 or more. On images in [-1, 1] it is twice
    /// what
    /// it is on [0, 1].</summary>
    public required double Epsilon
    {
        get;
        init => field = double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentException($"Epsilon must be 0 or more, but is {value}.");
    }

    /// <summary>Change of each pixel in one step; null takes a quarter of <see cref="Epsilon"/>.</summary>
    public double? StepSize { get; init; }

    /// <summary>Steps T; 0 leaves the images as they are.</summary>
    public int Steps
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentException($"Steps must be 0 or more, but is {value}.");
    } = 10;

    /// <summary>Starts from a point drawn uniformly in the box instead of from the image.</summary>
    public bool RandomStart { get; init; } = true;

    /// <summary>Attacks per image, each from its own random start; the one with the highest loss is kept. 1 or
    /// more.</summary>
    public int Restarts
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentException($"Restarts must be 1 or more, but is {value}.");
    } = 1;

    /// <summary>Least value of a pixel.</summary>
    public double Low { get; init; }

    /// <summary>Greatest value of a pixel.</summary>
    public double High { get; init; } = 1;

    /// <summary>Names the random starts; the default generator is not touched.</summary>
    public long Seed { get; init; }
}
