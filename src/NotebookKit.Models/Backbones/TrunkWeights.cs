using NotebookKit.Data;
using NotebookKit.Weights;
using static TorchSharp.torch.nn;

namespace NotebookKit.Models.Backbones;

/// <summary>Published weights of a network that is to see, not to classify: all but its last layer.</summary>
internal static class TrunkWeights
{
    private const int Named = 3;                                          // of the names that differ, in a message

    /// <summary>Gives a network the weights of a file.</summary>
    /// <param name="network">Its last layer keeps its weights.</param>
    /// <param name="title">What the file must hold: "ResNet-18".</param>
    /// <param name="head">Name of the last layer: "fc".</param>
    /// <param name="path">torchvision's names, safetensors or PyTorch's; with or without the last layer.</param>
    /// <exception cref="DataException">The file is missing or damaged, or has the weights of another
    /// network.</exception>
    public static void Load(Module network, string title, string head, string path)
    {
        using var file = WeightFile.Read(path);
        using var trunk = new WeightSet(
            path,
            file.Tensors.Where(entry => !IsHead(entry.Key)).ToDictionary(entry => entry.Key, entry => entry.Value),
            file.Metadata);
        var own = network.state_dict();
        var misfit = trunk.Tensors.FirstOrDefault(
            entry => own.TryGetValue(entry.Key, out var value) && !value.shape.SequenceEqual(entry.Value.shape));
        if (misfit.Key is { } name)
        {
            throw new DataException(
                $"{path} must hold the weights of {title}, but its '{name}' is "
                + $"[{string.Join(", ", misfit.Value.shape)}] in place of [{string.Join(", ", own[name].shape)}].");
        }

        var match = trunk.LoadInto(network, strict: false);
        string[] lacking = [.. match.Missing.Where(
            name => !IsHead(name) && !name.EndsWith("num_batches_tracked", StringComparison.Ordinal))];
        if (lacking.Length + match.Unexpected.Count > 0)
        {
            throw new DataException(
                $"{path} must hold the weights of {title} under torchvision's names, but lacks "
                + $"[{string.Join(", ", lacking.Take(Named))}] and has "
                + $"[{string.Join(", ", match.Unexpected.Take(Named))}] besides.");
        }

        bool IsHead(string name) => name.StartsWith($"{head}.", StringComparison.Ordinal);
    }
}
