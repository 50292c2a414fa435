namespace NotebookKit.Train;

/// <summary>Something besides weights and optimizers that a checkpoint keeps: pictures of a film strip, a replay pool,
/// a
/// best-so-far.</summary>
public interface IResumable
{
    /// <summary>The state as bytes.</summary>
    byte[] Save();

    /// <summary>Takes up a saved state.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a state of this kind.</exception>
    void Load(byte[] state);
}
