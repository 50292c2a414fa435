using System.Text.Json;
using System.Text.Json.Serialization;

namespace NotebookKit.Train;

/// <summary>Where a training stands, as plain data: everything in a checkpoint that is no tensor.</summary>
/// <param name="Seed">Seed of shuffling.</param>
/// <param name="BatchSize">Images per step.</param>
/// <param name="TrainImages">Number of training images.</param>
/// <param name="LearningRate">Learning rate.</param>
/// <param name="Step">Optimizer updates done.</param>
/// <param name="Position">Batches done in the current epoch.</param>
/// <param name="EpochLoss">Sum of losses in the current epoch.</param>
/// <param name="EpochCorrect">Right predictions in the current epoch.</param>
/// <param name="EpochImages">Images seen in the current epoch.</param>
/// <param name="EpochSeconds">Seconds spent in the current epoch.</param>
/// <param name="History">Finished epochs; their number is that of the current epoch, from 0.</param>
public sealed record TrainState(
    long Seed, int BatchSize, long TrainImages, double LearningRate, long Step, int Position,
    double EpochLoss, double EpochCorrect, long EpochImages, double EpochSeconds, History History)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    internal static TrainState FromBytes(byte[] bytes) =>
        JsonSerializer.Deserialize<TrainState>(bytes, Json) ?? throw new JsonException("The state is null.");
}
