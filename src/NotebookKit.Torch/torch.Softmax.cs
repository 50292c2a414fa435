namespace TorchSharp;

public static partial class torch
{
    /// <summary>Logarithm of softmax.</summary>
    public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) => input.log_softmax(dim, dtype);
}
