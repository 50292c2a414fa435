namespace TorchSharp.Modules;

/// <summary>Options of one parameter group; null means the optimizer's own.</summary>
public abstract class OptimizerOptions
{
    /// <summary>Rate of the next step.</summary>
    public double? LearningRate { get; set; }

    /// <summary>Rate at the start, from which schedules compute.</summary>
    public double InitialLearningRate { get; set; }

    /// <summary>Writes all options.</summary>
    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate!.Value);
    }

    /// <summary>Reads what <see cref="SaveStateDict"/> wrote.</summary>
    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
    }

    /// <summary>Copies another group's options.</summary>
    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
    }

    /// <summary>Takes from <paramref name="defaults"/> what is null here.</summary>
    internal virtual void Complete(OptimizerOptions defaults) => LearningRate ??= defaults.LearningRate;
}
