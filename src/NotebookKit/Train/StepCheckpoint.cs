using System.Runtime.InteropServices;
using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace NotebookKit.Train;

/// <summary>The whole state of a training by steps as bytes: networks, optimizers, generator, history and what else
/// moves.
/// Reading it runs no code: it is numbers and JSON.</summary>
internal sealed class StepCheckpoint
{
    private readonly byte[][] parts;

    private StepCheckpoint(byte[][] parts) => this.parts = parts;

    /// <summary>Copies the state.</summary>
    public static StepCheckpoint Take(StepParts of, long seed, StepHistory history)
    {
        var state = new State(seed, [.. of.Names], [.. history.Terms], history.Steps);
        return new([
            JsonSerializer.SerializeToUtf8Bytes(state),
            MemoryMarshal.AsBytes(history.Rows.SelectMany(row => row).ToArray().AsSpan()).ToArray(),
            Checkpoint.GeneratorState(),
            .. of.Networks.Values.Select(Checkpoint.Snapshot),
            .. of.Optimizers.Values.Select(Checkpoint.Snapshot),
            .. of.Also.Values.Select(also => also.Save()),
        ]);
    }

    /// <summary>Reads a checkpoint that <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is no checkpoint of such a training, or damaged.</exception>
    public static StepCheckpoint Read(string path, StepParts of) => new(CheckpointFile.Read(path, 3 + of.Count));

    /// <summary>Writes aside, then renames.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => CheckpointFile.Write(path, parts);

    /// <summary>Gives everything the kept state.</summary>
    /// <param name="of">What to set.</param>
    /// <param name="seed">Seed that the training must have.</param>
    /// <param name="terms">Terms that it must have.</param>
    /// <param name="path">The file, for messages.</param>
    /// <returns>The history so far.</returns>
    /// <exception cref="InvalidOperationException">The state belongs to another training.</exception>
    public List<float[]> Restore(StepParts of, long seed, IReadOnlyList<string> terms, string path)
    {
        var state = JsonSerializer.Deserialize<State>(parts[0])!;
        Require("seed", $"{state.Seed}", $"{seed}", path);
        Require("parts", string.Join(", ", state.Parts), string.Join(", ", of.Names), path);
        Require("terms", string.Join(", ", state.Terms), string.Join(", ", terms), path);
        Checkpoint.SetGeneratorState(parts[2]);
        var next = 3;
        foreach (var network in of.Networks.Values)
        {
            Checkpoint.Restore(network, parts[next++]);
        }

        foreach (var optimizer in of.Optimizers.Values)
        {
            Checkpoint.Restore(optimizer, parts[next++]);
        }

        foreach (var also in of.Also.Values)
        {
            also.Load(parts[next++]);
        }

        var values = MemoryMarshal.Cast<byte, float>(parts[1]).ToArray();
        return values.Length == state.Steps * terms.Count
            ? [.. values.Chunk(terms.Count)]
            : throw new InvalidDataException(
                $"{path}: {state.Steps} steps of {terms.Count} terms must be kept, but {values.Length} values are. "
                + "Delete it to train from the start.");
    }

    private static void Require(string what, string there, string here, string path)
    {
        if (there != here)
        {
            throw new InvalidOperationException(
                $"{path}: to resume, {what} must be {there} as in the checkpoint, but is {here}. "
                + "Use the same options, or delete the checkpoint to train from the start.");
        }
    }

    private sealed record State(long Seed, string[] Parts, string[] Terms, int Steps);
}

/// <summary>Everything that the steps change, by name, in a fixed order.</summary>
internal sealed record StepParts(
    IReadOnlyDictionary<string, Module> Networks, IReadOnlyDictionary<string, OptimizerHelper> Optimizers,
    IReadOnlyDictionary<string, IResumable> Also)
{
    public int Count => Networks.Count + Optimizers.Count + Also.Count;

    public IEnumerable<string> Names => [.. Networks.Keys, .. Optimizers.Keys, .. Also.Keys];
}
