using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Tensors one after the other along a dimension.</summary>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Ops.cat(Listed(tensors), dim);

    /// <summary>Tensors one after the other along a dimension.</summary>
    public static Tensor cat(Tensor[] tensors, long dim = 0) => Ops.cat(tensors, dim);

    /// <summary>Tensors one after the other along a dimension.</summary>
    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Ops.cat(tensors, dim);

    /// <summary>Tensors one after the other along a dimension.</summary>
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => Ops.cat(Listed(tensors), dim);

    /// <summary>Tensors one after the other along a dimension.</summary>
    public static Tensor concat(Tensor[] tensors, long dim = 0) => Ops.cat(tensors, dim);

    /// <summary>Tensors one after the other along a dimension.</summary>
    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Ops.cat(tensors, dim);

    /// <summary>Tensors of one shape along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Ops.stack(Listed(tensors), dim);

    /// <summary>Side by side: along columns, 1-D tensors one after the other.</summary>
    public static Tensor hstack(IList<Tensor> tensors) => Ops.hstack(Listed(tensors));

    /// <summary>Side by side: along columns, 1-D tensors one after the other.</summary>
    public static Tensor hstack(params Tensor[] tensors) => Ops.hstack(tensors);

    /// <summary>Side by side: along columns, 1-D tensors one after the other.</summary>
    public static Tensor hstack(IEnumerable<Tensor> tensors) => Ops.hstack(Listed(tensors));

    /// <summary>Side by side: along columns, 1-D tensors one after the other.</summary>
    public static Tensor hstack(ReadOnlySpan<Tensor> tensors) => Ops.hstack(tensors);

    /// <summary>One below the other: along rows.</summary>
    public static Tensor vstack(IList<Tensor> tensors) => Ops.vstack(Listed(tensors));

    /// <summary>One below the other: along rows.</summary>
    public static Tensor vstack(Tensor[] tensors) => Ops.vstack(tensors);

    /// <summary>One below the other: along rows.</summary>
    public static Tensor vstack(ReadOnlySpan<Tensor> tensors) => Ops.vstack(tensors);

    /// <summary>One behind the other: along the third dimension.</summary>
    public static Tensor dstack(params Tensor[] tensors) => Ops.dstack(tensors);

    /// <summary>1-D tensors as the columns of a matrix.</summary>
    public static Tensor column_stack(params Tensor[] tensors) => Ops.column_stack(tensors);

    /// <summary>Slices along a dimension.</summary>
    public static Tensor[] unbind(Tensor input, long dim = 0) => Ops.unbind_int(input, dim);

    /// <summary>Slices along a dimension.</summary>
    public static Tensor[] unbind(Tensor tensor, int dim = 0) => Ops.unbind_int(tensor, dim);

    /// <summary>Views of these sizes along a dimension.</summary>
    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0) =>
        Ops.split_with_sizes(tensor, split_size_or_sections, dim);

    /// <summary>Views of one size along a dimension; the last may be smaller.</summary>
    public static Tensor[] split(Tensor tensor, long split_size_or_sections, long dim = 0) =>
        Ops.split_Tensor(tensor, split_size_or_sections, dim);

    /// <summary>All tensors expanded to one shape.</summary>
    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => Ops.broadcast_tensors(tensors);

    /// <summary>Coordinates of the grid that 1-D tensors span.</summary>
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") =>
        Ops.meshgrid_indexing(Listed(tensors), indexing);

    /// <summary>Coordinates of the grid that 1-D tensors span.</summary>
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, indexing indexing) =>
        Ops.meshgrid_indexing(Listed(tensors), indexing.ToString());

    /// <summary>All combinations of the elements of 1-D tensors.</summary>
    public static Tensor cartesian_prod(params Tensor[] tensors) => Ops.cartesian_prod(tensors);

    /// <summary>Matrices along the diagonal of one matrix.</summary>
    public static Tensor block_diag(params Tensor[] tensors) => Ops.block_diag(tensors);

    /// <summary>x where the condition is true, else y.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Ops.where_self(condition, x, y);

    /// <summary>Indices of the true elements, one tensor per dimension.</summary>
    public static Tensor[] where(Tensor condition) => Ops.where(condition);

    /// <summary>Sum of products over the indices of an equation such as "ij,jk->ik".</summary>
    public static Tensor einsum(string equation, params Tensor[] tensors) => Ops.einsum(equation, tensors);

    /// <summary>Products summed over the last dims dimensions of a and the first of b.</summary>
    public static Tensor tensordot(Tensor a, Tensor b, long dims = 2)
    {
        var last = new long[dims];
        var first = new long[dims];
        for (var k = 0; k < dims; k++)
        {
            last[k] = a.dim() - dims + k;
            first[k] = k;
        }

        return Ops.tensordot(a, b, last, first);
    }

    /// <summary>Products summed over pairs of dimensions.</summary>
    public static Tensor tensordot(Tensor a, Tensor b, long[] dims1, long[] dims2) => Ops.tensordot(a, b, dims1, dims2);

    /// <summary>Products summed over pairs of dimensions.</summary>
    public static Tensor tensordot(Tensor a, Tensor b, (long, long)[] dims) =>
        Ops.tensordot(a, b, Array.ConvertAll(dims, d => d.Item1), Array.ConvertAll(dims, d => d.Item2));

    /// <summary>p-norm distances of all pairs of rows.</summary>
    public static Tensor cdist(
        Tensor x1, Tensor x2, double p = 2, compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary) =>
        Ops.cdist(x1, x2, p, (long)compute_mode);

    /// <summary>Product of a chain of matrices in the cheapest order.</summary>
    public static Tensor chain_matmul(params Tensor[] matrices) => Ops.linalg_multi_dot(matrices);

    private static Tensor[] Listed(IEnumerable<Tensor> tensors) => tensors as Tensor[] ?? [.. tensors];
}
