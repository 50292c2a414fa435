using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>exp(x) / sum(exp(x)) along a dimension.</summary>
    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => Ops.softmax_int(input, dim, dtype);

    /// <summary>Logarithm of softmax.</summary>
    public static Tensor log_softmax(Tensor input, int dim, ScalarType? dtype = null) => Ops.log_softmax_int(input, dim, dtype);

    /// <summary>Sorted elements, and where they stood.</summary>
    public static (Tensor values, Tensor indices) sort(Tensor input, long dim = -1, bool descending = false, bool stable = false) =>
        Ops.sort_stable(input, stable, dim, descending);

    /// <summary>p-norm over a dimension.</summary>
    public static Tensor norm(Tensor input, int dimension, bool keepdim = false, float p = 2) => input.norm(dimension, keepdim, p);

    /// <summary>Euclidean norm of all elements.</summary>
    public static Tensor norm(Tensor input) => input.norm();

    /// <summary>Distinct elements; optionally the place of each element among them, and their counts.</summary>
    public static (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
        Tensor input, bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
        input.unique(sorted, return_inverse, return_counts, dim);

    /// <summary>Elements different from the one before.</summary>
    public static (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(
        Tensor input, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
        Tensor.Asked(Ops.unique_consecutive(input, return_inverse, return_counts, dim), return_inverse, return_counts);

    /// <summary>Where values would go in a sorted sequence.</summary>
    public static Tensor searchsorted(
        Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor? sorter = null) =>
        Ops.searchsorted_Tensor(sorted_sequence, values, out_int32, right, null, sorter);

    /// <summary>Where a number would go in a sorted sequence.</summary>
    public static Tensor searchsorted(Tensor sorted_sequence, Scalar values, bool out_int32, bool right, Tensor sorter) =>
        Ops.searchsorted_Scalar(sorted_sequence, values, out_int32, right, null, sorter);

    /// <summary>Elements where the index tensor says, along a dimension.</summary>
    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) =>
        Ops.gather(input, dim, index, sparse_grad);

    /// <summary>Area under samples y at x.</summary>
    public static Tensor trapezoid(Tensor y, Tensor x, long dim = -1) => Ops.trapezoid_x(y, x, dim);

    /// <summary>Area under samples y at equal distances.</summary>
    public static Tensor trapezoid(Tensor y, double dx = 1, long dim = -1) => Ops.trapezoid_dx(y, dx, dim);

    /// <summary>Copies of the tensor side by side, as NumPy.</summary>
    public static Tensor tile(Tensor input, long[] dims) => Ops.tile(input, dims);

    /// <summary>0 below zero, 1 above, the given value at zero.</summary>
    public static Tensor heaviside(Tensor input, Tensor values) => Ops.heaviside(input, values);

    /// <summary>A copy with values where index tensors say.</summary>
    public static Tensor index_put(Tensor input, Tensor[] indices, Tensor values) => Ops.index_put(input, indices, values);

    /// <summary>Row and column numbers of a lower triangle, [2, count].</summary>
    public static Tensor tril_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Ops.tril_indices(row, col, offset, dtype, device);

    /// <summary>Row and column numbers of an upper triangle, [2, count].</summary>
    public static Tensor triu_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Ops.triu_indices(row, col, offset, dtype, device);

    /// <summary>Type that an operator on both would give.</summary>
    public static ScalarType promote_types(ScalarType type1, ScalarType type2) => Ops.promote_types(type1, type2);

    /// <summary>Type that an operator on both tensors would give.</summary>
    public static ScalarType result_type(Tensor tensor1, Tensor tensor2) => Ops.result_type_Tensor(tensor1, tensor2);

    /// <summary>Complex values as pairs of reals in a new last dimension.</summary>
    public static Tensor view_as_real(Tensor input) => Ops.view_as_real(input);

    /// <summary>Pairs of reals in the last dimension as complex values.</summary>
    public static Tensor view_as_complex(Tensor input) => Ops.view_as_complex(input);

    /// <summary>Real part.</summary>
    public static Tensor real(Tensor input) => Ops.real(input);

    /// <summary>Imaginary part.</summary>
    public static Tensor imag(Tensor input) => Ops.imag(input);

    public partial class Tensor
    {
        /// <summary>Distinct elements; optionally the place of each element among them, and their counts.</summary>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) => Asked(
                dim is { } d
                    ? Ops.unique_dim(this, d, sorted, return_inverse, return_counts)
                    : Ops._unique2(this, sorted, return_inverse, return_counts),
                return_inverse,
                return_counts);

        // What was not asked for comes as an empty tensor: null says it plainly.
        internal static (Tensor, Tensor?, Tensor?) Asked(
            (Tensor Output, Tensor Inverse, Tensor Counts) found, bool inverse, bool counts)
        {
            if (!inverse)
            {
                found.Inverse.Dispose();
            }

            if (!counts)
            {
                found.Counts.Dispose();
            }

            return (found.Output, inverse ? found.Inverse : null, counts ? found.Counts : null);
        }

        /// <summary>Rows and columns exchanged; all dimensions reversed where there are more than two.</summary>
        public Tensor T => Ops.numpy_T(this);

        /// <summary>The last two dimensions exchanged.</summary>
        public Tensor mT => Ops.mT(this);

        /// <summary>Conjugate transpose of a matrix.</summary>
        public Tensor H => Ops.matrix_H(this);
    }
}
