namespace NotebookKit.Models.Backbones;

/// <summary>Shape of a small plain network: stages of convolutions, pooling, hidden layers.</summary>
/// <param name="Stages">Filters of each convolution, stage by stage; after a stage the picture's sides are halved,
/// rounded down.</param>
public sealed record PlainCnnShape(IReadOnlyList<IReadOnlyList<long>> Stages)
{
    /// <summary>Channels of the pictures: 1 for grey, 3 for colour.</summary>
    public long Channels { get; init; } = 3;

    /// <summary>Side of the square pictures in pixels.</summary>
    public long Side { get; init; } = 32;

    /// <summary>Side of every convolution's window, odd.</summary>
    public long Kernel { get; init; } = 3;

    /// <summary>Pool after the last stage too.</summary>
    public bool PoolsLast { get; init; } = true;

    /// <summary>The classifier sees the mean of each channel; otherwise every pixel that pooling left.</summary>
    public bool TakesMean { get; init; }

    /// <summary>Units of hidden linear layers before the classifier, each without bias, with batch normalisation and
    /// ReLU.</summary>
    public IReadOnlyList<long> Hidden { get; init; } = [];

    /// <summary>Stages of one convolution each.</summary>
    /// <param name="filters">Filters of each stage.</param>
    public static PlainCnnShape OfStages(params IReadOnlyList<long> filters) =>
        new([.. filters.Select(IReadOnlyList<long> (width) => [width])]);

    /// <summary>Values that the first linear layer sees.</summary>
    public long Features
    {
        get
        {
            var side = Side >> (Stages.Count - (PoolsLast ? 0 : 1));
            return Stages[^1][^1] * (TakesMean ? 1 : side * side);
        }
    }

    /// <summary>Checks the shape.</summary>
    /// <exception cref="ArgumentException">A part is missing or not positive, the window is even, or pooling leaves no
    /// pixel.</exception>
    internal void Check()
    {
        if (Stages.Count == 0 || Stages.Any(stage => stage.Count == 0)
            || Stages.SelectMany(stage => stage).Concat(Hidden).Append(Channels).Any(value => value < 1))
        {
            throw new ArgumentException(
                "A plain network needs one or more stages of one or more convolutions, each with one or more " +
                $"filters, but has [{string.Join("; ", Stages.Select(stage => string.Join(", ", stage)))}], hidden units " +
                $"[{string.Join(", ", Hidden)}] and {Channels} channels.");
        }

        if (Kernel < 1 || Kernel % 2 == 0)
        {
            throw new ArgumentException($"Kernel must be odd, but is {Kernel}.");
        }

        if (Features < 1)
        {
            throw new ArgumentException(
                $"Pictures of {Side} pixels are too small for {Stages.Count} stages: pooling leaves none.");
        }
    }
}
