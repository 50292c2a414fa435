using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Fuzz;

/// <summary>Small tensors of all types, layouts and kinds of values.</summary>
internal static class FuzzTensors
{
    /// <summary>Up to 4 sizes, seldom 5, each 0 to 4, 0 seldom.</summary>
    public static long[] Shape(Choices choices)
    {
        var shape = new long[choices.Of(2, 1, 3, 4, 2, 1, 3, 0, 4, 5)];
        for (var k = 0; k < shape.Length; k++)
        {
            shape[k] = choices.OneIn(16) ? 0 : choices.Between(1, 4);
        }

        return shape;
    }

    /// <summary>A tensor of a type and shape; values and layout as the choices say.</summary>
    public static Tensor Make(Choices choices, ScalarType type, long[] shape)
    {
        using var scope = NewDisposeScope();
        var count = shape.Aggregate(1L, (a, b) => a * b);
        var values = (choices.Next(6) switch
        {
            0 => arange(count, dtype: float32) % 5 - 1,
            1 => ones(count),
            2 => zeros(count),
            3 => (arange(count, dtype: float32) * 0.7).sin(),
            4 => full(count, choices.Of(float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e30f)),
            _ => (arange(count, dtype: float32) * 37 % 11),
        }).to(type).reshape(shape);
        var laid = choices.Next(8) switch
        {
            1 when shape.Length >= 2 => values.transpose(0, -1).contiguous().transpose(0, -1),
            2 when shape.Length >= 1 => cat([values, values], 0)[TensorIndex.Slice(null, null, 2)],
            3 when shape.Length >= 1 && shape[0] > 1 => values.narrow(0, 0, 1).expand(shape),
            4 when shape.Length == 4 => NotebookKit.Torch.Door.TensorMemory.ToChannelsLast(values),
            5 when choices.OneIn(4) && shape.Length > 0 && count > 0 => Sparse(values),
            _ => values,
        };
        if (laid.is_floating_point() && choices.OneIn(5))
        {
            laid = laid.detach().requires_grad_();
        }

        return laid.MoveToOuterDisposeScope().DetachFromDisposeScope();
    }

    // One element, at the first place.
    private static Tensor Sparse(Tensor values) => NotebookKit.Torch.Generated.Ops.sparse_coo_tensor_indices_size(
        zeros([values.dim(), 1], int64), values.reshape(-1).narrow(0, 0, 1), values.shape);
}
