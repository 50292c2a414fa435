using static TorchSharp.torch;

namespace NotebookKit.TensorFiles;

/// <summary>A storage class of PyTorch, such as <c>torch.FloatStorage</c>.</summary>
/// <param name="Type">Its elements.</param>
internal sealed record StorageType(ScalarType Type);

/// <summary>A storage: one piece of memory that tensors look into.</summary>
/// <param name="Key">Its entry in the archive.</param>
/// <param name="Flat">All elements, 1-D.</param>
internal sealed record Storage(string Key, Tensor Flat);

/// <summary>Makes the tensors of a checkpoint, each storage once, and owns them.</summary>
internal sealed class PickleTensors(PyTorchArchive archive, string file) : IDisposable
{
    private readonly Dictionary<string, Storage> storages = [];
    private readonly List<Tensor> views = [];

    /// <summary>The storage of a persistent id.</summary>
    /// <param name="id">("storage", type, key, location, count of elements).</param>
    /// <exception cref="ArchiveException">Another id, or it does not fit the archive.</exception>
    public Storage StorageOf(object? id)
    {
        if (id as object?[] is not ["storage", StorageType type, string key, string, long count])
        {
            throw new ArchiveException(
                $"{file}: data.pkl must name a storage by ('storage', type, key, location, count), but does so " +
                "otherwise.");
        }

        if (!storages.TryGetValue(key, out var storage))
        {
            storage = new(key, archive.ReadStorage(key, type.Type, count));
            storages.Add(key, storage);
        }

        return storage.Flat.dtype == type.Type && storage.Flat.numel() == count
            ? storage
            : throw new ArchiveException(
                $"{file}: data/{key} is {storage.Flat.numel()} elements of {storage.Flat.dtype} and also {count} of " +
                $"{type.Type}.");
    }

    /// <summary>A tensor as <c>torch._utils._rebuild_tensor_v2</c> makes it: a view of a storage.</summary>
    /// <param name="arguments">Storage, offset, sizes, strides, whether it wants gradients, hooks.</param>
    /// <exception cref="ArchiveException">It would reach outside its storage.</exception>
    public Tensor TensorOf(object?[] arguments)
    {
        if (arguments is not [Storage storage, long offset, _, _, bool, ..] || arguments.Length is < 6 or > 7)
        {
            throw new ArchiveException(
                $"{file}: data.pkl must make a tensor of storage, offset, sizes, strides, requires_grad and hooks, " +
                "but does not.");
        }

        var size = Numbers(arguments[2]);
        var stride = Numbers(arguments[3]);
        var held = storage.Flat.numel();
        var count = TensorBytes.Count(size);
        if (count is null || size.Length > TensorBytes.MaxDimensions || size.Length != stride.Length || offset < 0
            || stride.Any(step => step < 0) || (count > 0 && Last(offset, size, stride) >= held))
        {
            throw new ArchiveException(
                $"{file}: a tensor [{string.Join(", ", size.Take(8))}] with " +
                $"strides [{string.Join(", ", stride.Take(8))}] from element {offset} does not " +
                $"lie in data/{storage.Key}, which has {held} elements. The file is " +
                "damaged.");
        }

        var view = (count == 0 ? empty(size, storage.Flat.dtype, CPU) : storage.Flat.as_strided(size, stride, offset))
            .DetachFromDisposeScope();
        views.Add(view);
        return view;
    }

    /// <summary>Whole numbers of a tuple.</summary>
    /// <exception cref="ArchiveException">Something else.</exception>
    public long[] Numbers(object? value) => value switch
    {
        long[] size => size,
        object?[] tuple when tuple.All(item => item is long) => [.. tuple.Select(item => (long)item!)],
        _ => throw new ArchiveException(
            $"{file}: data.pkl must give sizes and strides as tuples of whole numbers, but does not."),
    };

    public void Dispose()
    {
        foreach (var tensor in views.Concat(storages.Values.Select(storage => storage.Flat)))
        {
            tensor.Dispose();
        }
    }

    private static Int128 Last(long offset, long[] size, long[] stride)
    {
        Int128 last = offset;
        for (var dim = 0; dim < size.Length; dim++)
        {
            last += (Int128)(size[dim] - 1) * stride[dim];
        }

        return last;
    }
}
