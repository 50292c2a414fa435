namespace NotebookKit.Weights;

/// <summary>Weight files of either kind, as their publishers wrote them.</summary>
public static class WeightFile
{
    // Where training scripts put the state dict beside other things.
    private static readonly string[] Keys = ["model", "state_dict"];

    /// <summary>Reads the weights of a network.</summary>
    /// <param name="path">A .safetensors file, or one of <c>torch.save</c> with the state dict at its root or under
    /// "model" or "state_dict".</param>
    /// <returns>Tensors by name, on the CPU; the caller's.</returns>
    /// <exception cref="Data.DataException">The file is missing or damaged, or holds no tensors by name.</exception>
    public static WeightSet Read(string path)
    {
        if (path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
        {
            return Safetensors.Read(path);
        }

        using var checkpoint = PyTorchCheckpoint.Read(path);
        var root = checkpoint.Root as OrderedDictionary<object, object?>;
        return checkpoint.Weights([.. Keys.Where(key => root?.ContainsKey(key) ?? false).Take(1)]);
    }
}
