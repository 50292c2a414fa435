namespace NotebookKit.TensorFiles;

/// <summary>What lies in a zip archive of PyTorch or libtorch: read by a machine that runs no code of the
/// file.</summary>
internal sealed class PickledValues : IDisposable
{
    private readonly PickleTensors tensors;

    private PickledValues(object? root, bool isScript, PickleTensors tensors)
    {
        this.tensors = tensors;
        Root = root;
        IsScript = isScript;
    }

    /// <summary>Dicts, lists, tuples, numbers, strings, tensors and, of a TorchScript program, objects.</summary>
    public object? Root { get; }

    /// <inheritdoc cref="PyTorchArchive.IsScript"/>
    public bool IsScript { get; }

    /// <summary>Reads a stream that can seek, from its start to its end.</summary>
    /// <param name="stream">The archive.</param>
    /// <param name="file">What messages call it.</param>
    /// <exception cref="ArchiveException">It is damaged, or asks for more than values.</exception>
    public static PickledValues Read(Stream stream, string file)
    {
        using var archive = new PyTorchArchive(stream, file);
        var made = new PickleTensors(archive, file);
        try
        {
            var root = new PyTorchPickle(archive.ReadPickle(), file, made, archive.IsScript).Run();
            return new(root, archive.IsScript, made);
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose() => tensors.Dispose();
}
