using NotebookKit.Train;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.CounterfactualGan;

/// <summary>G and D as they were after some steps of the game: the ablations' own base need not be trained
/// again.</summary>
/// <param name="step">After how many steps.</param>
public sealed class EarlyNetworks(int step) : IResumable
{
    private byte[] generator = [];
    private byte[] discriminator = [];

    /// <summary>Steps done.</summary>
    public int Step => step;

    /// <summary>False as long as the game is not there.</summary>
    public bool Kept => generator.Length > 0;

    /// <summary>Keeps the networks of a game at their step.</summary>
    /// <param name="done">Steps done.</param>
    /// <param name="game">Its networks.</param>
    internal void Keep(int done, CounterfactualGame game)
    {
        if (done == step)
        {
            (generator, discriminator) = (Bytes(game.Generator), Bytes(game.Discriminator));
        }
    }

    /// <summary>Gives a game the kept networks.</summary>
    internal void Restore(CounterfactualGame game)
    {
        Load(game.Generator, generator);
        Load(game.Discriminator, discriminator);
    }

    /// <inheritdoc/>
    public byte[] Save()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(generator.Length);
        writer.Write(generator);
        writer.Write(discriminator);
        return stream.ToArray();
    }

    /// <inheritdoc/>
    public void Load(byte[] state)
    {
        var length = state.Length < sizeof(int) ? -1 : BitConverter.ToInt32(state);
        if (length < 0 || length > state.Length - sizeof(int))
        {
            throw new InvalidDataException(
                $"The networks after {step} steps must be kept as two lists, but {state.Length} bytes are no such.");
        }

        (generator, discriminator) = (state[sizeof(int)..(sizeof(int) + length)], state[(sizeof(int) + length)..]);
    }

    private static byte[] Bytes(Module network)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        network.save(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private static void Load(Module network, byte[] weights)
    {
        using var reader = new BinaryReader(new MemoryStream(weights));
        network.load(reader);
    }
}
