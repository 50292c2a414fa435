using static TorchSharp.torch;

namespace NotebookKit.Torch.Door;

/// <summary>Attention over the short rows of a vision transformer as one operator: in float32 on a CPU, without a mask,
/// for training and for passes without gradients. Values and gradients are libtorch's up to the last bits.</summary>
internal static unsafe class Attention
{
    /// <summary>softmax(q k^T scale) v.</summary>
    /// <param name="query">[N, H, L, D].</param>
    /// <param name="key">[N, H, S, D].</param>
    /// <param name="value">[N, H, S, E].</param>
    /// <param name="scale">Factor of the scores.</param>
    /// <returns>[N, H, L, E], in memory [N, L, H, E]; null, with nothing done, where the operator is not made for these:
    /// another device, type or number of dimensions, tokens whose numbers do not lie together, more than 512 tokens or
    /// 128 numbers of each, a region of lower precision.</returns>
    internal static Tensor? Apply(Tensor query, Tensor key, Tensor value, double scale)
    {
        int taken;
        var result = NativeMethods.nk_attention(query.Handle, key.Handle, value.Handle, scale, &taken);
        GC.KeepAlive(query);
        GC.KeepAlive(key);
        GC.KeepAlive(value);
        if (result == 0)
        {
            return taken == 0 ? null : throw NativeError.Of("scaled_dot_product_attention");
        }

        return new Tensor(result);
    }
}
