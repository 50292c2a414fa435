namespace NotebookKit.Cost;

/// <summary>
/// A module from one tensor to one tensor whose own forward multiplies matrices, beside what its child modules do:
/// attention, for one. <see cref="ModelCost"/> adds what it says.
/// </summary>
public interface IOwnMacs
{
    /// <summary>Multiply-accumulates of one call, without those of child modules.</summary>
    /// <param name="inputShape">Shape of the input.</param>
    /// <param name="outputShape">Shape of the output.</param>
    long OwnMacs(ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape);
}
