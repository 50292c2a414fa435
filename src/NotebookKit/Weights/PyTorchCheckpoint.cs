using NotebookKit.Data;
using NotebookKit.TensorFiles;
using static TorchSharp.torch;

namespace NotebookKit.Weights;

/// <summary>
/// Reads what <c>torch.save</c> of PyTorch 1.6 and later writes: tensors, numbers, strings, lists, tuples and dicts in
/// any nesting. The pickle in it runs on a machine that knows a dozen names of PyTorch and refuses every other, so that
/// no file can run code. Of a TorchScript program (<c>torch.jit.save</c>, libtorch's <c>torch::save</c>) it reads the
/// values too: a module is a dict of its attributes. Values only: whether a tensor wanted gradients, and attributes such as a state dict's
/// <c>_metadata</c>, are dropped.
/// </summary>
public sealed class PyTorchCheckpoint : IDisposable
{
    private readonly string name;
    private readonly PickledValues values;

    private PyTorchCheckpoint(string name, PickledValues values)
    {
        this.name = name;
        this.values = values;
    }

    /// <summary>
    /// What was saved. A dict is an <see cref="OrderedDictionary{TKey, TValue}"/> of object and object, a list a
    /// <see cref="List{T}"/> and a tuple an array of objects, <c>torch.Size</c> an array of long, a <c>torch.dtype</c>
    /// a ScalarType, a number long, double or BigInteger, None null. Tensors that shared memory share it here.
    /// </summary>
    public object? Root => values.Root;

    /// <summary>Reads a file.</summary>
    /// <param name="path">A .pt or .pth file.</param>
    /// <returns>Its content, on the CPU; disposing it frees its tensors.</returns>
    /// <exception cref="DataException">The file is missing, damaged, of another kind, or asks for Python objects that a
    /// checkpoint does not need; the message names them.</exception>
    public static PyTorchCheckpoint Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new DataException($"{path} is missing; a file of torch.save is needed.");
        }

        using var stream = File.OpenRead(path);
        return Read(stream, Path.GetFileName(path));
    }

    /// <summary>Reads a stream that can seek.</summary>
    /// <param name="stream">From its start to its end.</param>
    /// <param name="name">What messages call it.</param>
    /// <inheritdoc cref="Read(string)"/>
    public static PyTorchCheckpoint Read(Stream stream, string name)
    {
        try
        {
            return new(name, PickledValues.Read(stream, name));
        }
        catch (ArchiveException error)
        {
            throw new DataException(error.Message, error);
        }
    }

    /// <summary>A dict of tensors in the file, such as a state dict.</summary>
    /// <param name="keys">The keys that lead to it from <see cref="Root"/>; none means the root itself.</param>
    /// <returns>Tensors that share the memory of the file's, and outlive it.</returns>
    /// <exception cref="DataException">A key is not there, or something other than tensors by name is.</exception>
    public WeightSet Weights(params IReadOnlyList<string> keys)
    {
        var at = Root;
        var where = "the root";
        foreach (var key in keys)
        {
            at = at is OrderedDictionary<object, object?> dict && dict.TryGetValue(key, out var value)
                ? value
                : throw new DataException($"{name}: no key '{key}' in {where}, which is {Describe(at)}.");
            where = $"'{key}'";
        }

        if (at is not OrderedDictionary<object, object?> state || !state.All(e => e is { Key: string, Value: Tensor }))
        {
            throw new DataException(
                $"{name}: {where} must hold tensors by name, but is {Describe(at)}. Give the keys that lead to the " +
                "state dict.");
        }

        var aliases = state.ToDictionary(e => (string)e.Key, e => ((Tensor)e.Value!).alias().DetachFromDisposeScope());
        return new(name, aliases, new Dictionary<string, string>());
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose() => values.Dispose();

    private static string Describe(object? value) => value switch
    {
        OrderedDictionary<object, object?> dict =>
            $"a dict of {dict.Count}: {string.Join(", ", dict.Take(8).Select(e => $"'{e.Key}'"))}"
            + (dict.Count > 8 ? ", ..." : ""),
        null => "None",
        _ => $"a {value.GetType().Name}",
    };
}
