namespace NotebookKit.Cost;

/// <summary>What one layer costs in one forward pass.</summary>
/// <param name="Name">Dotted name as in the state dict; empty for what the network itself holds or computes.</param>
/// <param name="Kind">Class of the layer: Conv2d, Linear, BatchNorm2d ...</param>
/// <param name="InputShape">Shape that came in, at the first call; empty where the layer takes no single tensor or was
/// not called.</param>
/// <param name="OutputShape">Shape that went out, at the first call; empty as <paramref name="InputShape"/>.</param>
/// <param name="Parameters">Numbers in the layer's own parameters; shared ones count where they come first.</param>
/// <param name="Macs">Multiply-accumulates over all calls of the pass and all examples of the batch.</param>
public sealed record LayerCost(
    string Name, string Kind, IReadOnlyList<long> InputShape, IReadOnlyList<long> OutputShape, long Parameters,
    long Macs)
{
    /// <summary>Floating-point operations: a multiply-accumulate is two.</summary>
    public long Flops => 2 * Macs;
}
