using static TorchSharp.torch;

namespace NotebookKit.Models.LayerAdaptivePruning;

/// <summary>
/// The order in which a layer loses its weights: the smallest |w| first, of equal ones the lowest flat index
/// (section 3.1 of the paper); what is pruned already comes before all else, so that masks only grow.
/// </summary>
public sealed class MagnitudeOrder : IDisposable
{
    private readonly Tensor order;                                         // [N], int64, flat indices

    /// <summary>Sorts a layer's weights.</summary>
    /// <param name="weight">[...], N values.</param>
    /// <param name="alive">As the weight, bool: false where it is pruned already; null means all are alive.</param>
    public MagnitudeOrder(Tensor weight, Tensor? alive = null)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var magnitude = weight.detach().abs().flatten();                                          // [N]
        if (alive is not null)
        {
            magnitude = magnitude.masked_fill(alive.flatten().logical_not(), -1);
        }

        order = sort(magnitude, dim: 0, descending: false, stable: true).indices.DetachFromDisposeScope();
    }

    /// <summary>N.</summary>
    public long Count => order.shape[0];

    /// <summary>Flat indices of some ranks.</summary>
    /// <param name="from">First rank.</param>
    /// <param name="to">Rank after the last.</param>
    /// <returns>[to - from], int64.</returns>
    public Tensor Between(long from, long to) => order.narrow(0, from, to - from);

    /// <summary>The mask that prunes a number of weights.</summary>
    /// <param name="pruned">k, 0 to N.</param>
    /// <param name="shape">Shape of the weight.</param>
    /// <returns>bool, true where a weight stays.</returns>
    public Tensor Mask(long pruned, ReadOnlySpan<long> shape)
    {
        using var scope = NewDisposeScope();
        return ones(Count, ScalarType.Bool, device: order.device)
            .index_fill_(0, Between(0, pruned), false).view(shape.ToArray()).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => order.Dispose();
}
