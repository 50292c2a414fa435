using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NotebookKit.Sparsity;

/// <summary>
/// Keeps pruned weights of a model at zero: one mask of zeros and ones per parameter, with the meaning of PyTorch's
/// <c>torch.nn.utils.prune</c>. A step goes through <see cref="Step"/>, which drops the gradients of pruned weights
/// before the optimizer sees them (so its moments and a norm clipping are those of the kept weights alone) and zeroes
/// the weights after it, whatever momentum and weight decay did to them.
/// </summary>
/// <param name="model">Model whose parameters are masked. They are looked up by name at each use, since
/// <c>to(device)</c> replaces them.</param>
public sealed class PruningMasks(Module model) : IDisposable
{
    private readonly SortedDictionary<string, Tensor> masks = new(StringComparer.Ordinal);

    /// <summary>Names of the masked parameters, sorted.</summary>
    public IReadOnlyCollection<string> Names => masks.Keys;

    /// <summary>The mask of a parameter: its shape and type, 1 where the weight is kept. It belongs to this object.</summary>
    /// <exception cref="KeyNotFoundException">The parameter has no mask.</exception>
    public Tensor this[string name] => masks.TryGetValue(name, out var mask)
        ? mask
        : throw new KeyNotFoundException($"No mask of '{name}'. Masked are: {string.Join(", ", masks.Keys)}.");

    /// <summary>Share of masked parameters' weights that are pruned, in [0, 1]; 0 without masks.</summary>
    public double Sparsity
    {
        get
        {
            var weights = masks.Values.Sum(mask => mask.numel());
            return weights == 0 ? 0 : (double)masks.Values.Sum(Pruned) / weights;
        }
    }

    /// <summary>Share of one parameter's weights that are pruned, in [0, 1]; 0 where it has no mask.</summary>
    public double SparsityOf(string name) =>
        masks.TryGetValue(name, out var mask) && mask.numel() > 0 ? (double)Pruned(mask) / mask.numel() : 0;

    /// <summary>Gives a parameter a mask in place of the one it had, and zeroes the pruned weights.</summary>
    /// <param name="name">Name as in <c>named_parameters()</c>, such as "layer1.0.conv1.weight".</param>
    /// <param name="keep">The parameter's shape, any type; zero prunes a weight, any other value keeps it. Copied.</param>
    /// <exception cref="KeyNotFoundException">The model has no such parameter.</exception>
    /// <exception cref="ShapeException">The mask has another shape than the parameter.</exception>
    public void Set(string name, Tensor keep)
    {
        var parameter = model.named_parameters().FirstOrDefault(entry => entry.name == name).parameter
            ?? throw new KeyNotFoundException(
                $"No parameter '{name}'. The model has: {string.Join(", ", model.named_parameters().Select(p => p.name))}.");
        if (!keep.shape.SequenceEqual(parameter.shape))
        {
            throw new ShapeException(
                $"The mask of '{name}' must be {Shapes.Text(parameter.shape)}, but is {Shapes.Text(keep.shape)}.");
        }

        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var mask = zeros_like(parameter).copy_(keep.ne(0));                // like: the order of dimensions in memory too
        if (masks.Remove(name, out var former))
        {
            former.Dispose();
        }

        masks.Add(name, mask.detach().DetachFromDisposeScope());
        parameter.mul_(mask);
    }

    /// <summary>Prunes further: weights that either the old mask or this one prunes are pruned.</summary>
    /// <inheritdoc cref="Set"/>
    public void Narrow(string name, Tensor keep)
    {
        using var scope = NewDisposeScope();
        Set(name, masks.TryGetValue(name, out var mask) ? keep.ne(0).logical_and(mask.ne(0)) : keep);
    }

    /// <summary>Takes the mask off: the weights stay zero until something changes them.</summary>
    /// <returns>False where there was none.</returns>
    public bool Remove(string name)
    {
        if (!masks.Remove(name, out var mask))
        {
            return false;
        }

        mask.Dispose();
        return true;
    }

    /// <summary>One optimizer step that leaves the pruned weights at zero.</summary>
    /// <param name="optimizer">Any optimizer over the model's parameters.</param>
    /// <param name="closure">Computes the loss anew, with gradients, as the optimizer's own argument.</param>
    /// <returns>What the closure returned; null without one.</returns>
    public Tensor? Step(optim.Optimizer optimizer, Func<Tensor>? closure = null)
    {
        Tensor? loss;
        if (closure is null)
        {
            ApplyToGradients();
            loss = optimizer.step();
        }
        else
        {
            loss = optimizer.step(() =>
            {
                var value = closure();
                ApplyToGradients();
                return value;
            });
        }

        Apply();
        return loss;
    }

    /// <summary>Zeroes the pruned weights: after anything but <see cref="Step"/> that may have changed them.</summary>
    public void Apply() => Multiply(parameter => parameter);

    /// <summary>Zeroes the gradients of pruned weights, where there are gradients: before their norm is clipped.</summary>
    public void ApplyToGradients() => Multiply(parameter => parameter.grad);

    /// <summary>Frees the masks; the weights keep their values.</summary>
    public void Dispose()
    {
        foreach (var mask in masks.Values)
        {
            mask.Dispose();
        }

        masks.Clear();
    }

    private static long Pruned(Tensor mask)
    {
        using var scope = NewDisposeScope();
        return mask.numel() - mask.count_nonzero().ToInt64();
    }

    private void Multiply(Func<Tensor, Tensor?> target)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in model.named_parameters())
        {
            if (masks.TryGetValue(name, out var mask) && target(parameter) is { } tensor)
            {
                tensor.mul_(mask.to(tensor.dtype, tensor.device));
            }
        }
    }
}
