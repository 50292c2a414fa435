using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Train;

/// <summary>Everything that a training needs to go on as if it had never stopped: weights, best weights, optimizer,
/// generator, position in the data, history. Reading it runs no code: it is numbers and JSON.</summary>
/// <remarks>The default CPU generator is kept. TorchSharp gives no access to a CUDA generator's state, so a resumed
/// training is bit for bit the same on the CPU only.</remarks>
public sealed class Checkpoint
{
    private readonly byte[] weights;
    private readonly byte[] bestWeights;
    private readonly byte[] optimizer;
    private readonly byte[] generator;

    private Checkpoint(TrainState state, byte[] weights, byte[] bestWeights, byte[] optimizer, byte[] generator)
    {
        State = state;
        this.weights = weights;
        this.bestWeights = bestWeights;
        this.optimizer = optimizer;
        this.generator = generator;
    }

    /// <summary>Where the training stood.</summary>
    public TrainState State { get; }

    internal byte[] BestWeights => bestWeights;

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="InvalidDataException">The file is no checkpoint, or damaged.</exception>
    public static Checkpoint Read(string path)
    {
        var parts = CheckpointFile.Read(path, 5);
        try
        {
            return new(TrainState.FromBytes(parts[0]), parts[1], parts[2], parts[3], parts[4]);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: the state of the training is not readable: {error.Message}", error);
        }
    }

    /// <summary>Gives a model the best weights.</summary>
    /// <param name="model">Network of the same architecture.</param>
    public void LoadBest(Module model) => Restore(model, bestWeights);

    internal static Checkpoint Take(TrainState state, Module model, byte[] bestWeights, OptimizerHelper optimizer) =>
        new(state, Snapshot(model), bestWeights, Snapshot(optimizer), GeneratorState());

    /// <summary>Writes aside, then renames: a full disk or a crash leaves the former checkpoint whole.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal void Write(string path) =>
        CheckpointFile.Write(path, [State.ToBytes(), weights, bestWeights, optimizer, generator]);

    internal void Resume(Module model, OptimizerHelper target)
    {
        Restore(model, weights);
        Restore(target, optimizer);
        SetGeneratorState(generator);
    }

    /// <summary>A model's parameters and buffers as bytes.</summary>
    internal static byte[] Snapshot(Module model) => Bytes(writer => model.save(writer));

    /// <summary>Copies a snapshot's values into a model's parameters and buffers.</summary>
    internal static void Restore(Module model, byte[] snapshot)
    {
        using var scope = NewDisposeScope();
        using var reader = new BinaryReader(new MemoryStream(snapshot));
        model.load(reader);
    }

    /// <summary>An optimizer's state as bytes.</summary>
    internal static byte[] Snapshot(OptimizerHelper optimizer) => Bytes(writer => optimizer.save_state_dict(writer));

    /// <summary>Gives an optimizer of the same parameters a snapshot's state.</summary>
    internal static void Restore(OptimizerHelper optimizer, byte[] snapshot)
    {
        using var reader = new BinaryReader(new MemoryStream(snapshot));
        optimizer.load_state_dict(reader);
    }

    /// <summary>The default CPU generator's state.</summary>
    internal static byte[] GeneratorState()
    {
        using var scope = NewDisposeScope();
        return get_rng_state().data<byte>().ToArray();
    }

    internal static void SetGeneratorState(byte[] state)
    {
        using var scope = NewDisposeScope();
        set_rng_state(tensor(state));
    }

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var scope = NewDisposeScope();
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        write(writer);
        writer.Flush();
        return stream.ToArray();
    }
}
