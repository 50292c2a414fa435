using NotebookKit.Data;
using static TorchSharp.torch;

namespace NotebookKit.Weights;

/// <summary>Names that a file and a module do not share.</summary>
/// <param name="Missing">The module has them, the file does not; they keep their values.</param>
/// <param name="Unexpected">The file has them, the module does not.</param>
public sealed record WeightMatch(IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected);

/// <summary>Tensors by their state-dict names, as a weight file holds them, on the CPU.</summary>
/// <param name="source">The file, as messages name it.</param>
/// <param name="tensors">Names and tensors; freed with this set.</param>
/// <param name="metadata">Free text that the file carries.</param>
public sealed class WeightSet(
    string source, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    : IDisposable
{
    private const string Counter = "num_batches_tracked";

    /// <summary>Tensors by name, in the file's order.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => tensors;

    /// <summary>Free text that the file carries; empty where it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>Copies values by name into a module; nothing is copied unless everything fits.</summary>
    /// <param name="module">Its <c>state_dict</c> gives names, shapes and element types; real numbers are converted to
    /// the module's real type, all others need the same type.</param>
    /// <param name="strict">Names must agree, but for the batch counters of batch normalisation, which files from
    /// before them lack (PyTorch loads those too).</param>
    /// <returns>The names that differ, counters included.</returns>
    /// <exception cref="DataException">A shape or type differs, or <paramref name="strict"/> and names
    /// differ.</exception>
    public WeightMatch LoadInto(nn.Module module, bool strict = true)
    {
        var own = module.state_dict();
        var match = new WeightMatch(
            [.. own.Keys.Where(name => !tensors.ContainsKey(name))],
            [.. tensors.Keys.Where(name => !own.ContainsKey(name))]);
        var lacking = match.Missing.Where(name => !IsCounter(name)).ToList();
        if (strict && lacking.Count + match.Unexpected.Count > 0)
        {
            throw new DataException(
                $"{source} needs exactly the names of '{module.GetName()}': missing [{string.Join(", ", lacking)}], " +
                $"unexpected [{string.Join(", ", match.Unexpected)}]. Load with strict: false to take what fits.");
        }

        var pairs = own.Where(entry => tensors.ContainsKey(entry.Key))
            .Select(entry => (Name: entry.Key, Target: entry.Value, Value: tensors[entry.Key])).ToList();
        foreach (var (name, target, value) in pairs)
        {
            if (!target.shape.AsSpan().SequenceEqual(value.shape))
            {
                throw new DataException(
                    $"{source}: '{name}' is [{string.Join(", ", value.shape)}], but the module's is " +
                    $"[{string.Join(", ", target.shape)}]. Build the module as the file's was.");
            }

            if (target.dtype != value.dtype && !(target.is_floating_point() && value.is_floating_point()))
            {
                throw new DataException(
                    $"{source}: '{name}' holds {value.dtype}, but the module's holds {target.dtype}; only real types " +
                    "are converted into one another.");
            }
        }

        using var guard = no_grad();
        foreach (var (_, target, value) in pairs)
        {
            target.copy_(value);
        }

        return match;
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in tensors.Values)
        {
            tensor.Dispose();
        }
    }

    private static bool IsCounter(string name) =>
        name == Counter || name.EndsWith("." + Counter, StringComparison.Ordinal);
}
