using NotebookKit.Torch.Generated;
using NotebookKit.Torch.Door;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Other sizes over the same elements; -1 is computed. A view where possible.</summary>
        public Tensor reshape(params long[] shape) => Ops.reshape(this, shape);

        /// <summary>A view with other sizes; -1 is computed.</summary>
        public Tensor view(params long[] shape) => Ops.view(this, shape);

        /// <summary>A view with the sizes of another tensor.</summary>
        public Tensor view_as(Tensor other) => Ops.view_as(this, other);

        /// <summary>The same bytes as another type.</summary>
        public Tensor view(ScalarType dtype) => Ops.view_dtype(this, dtype);

        /// <summary>Dimensions start_dim to end_dim joined into one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) =>
            Ops.flatten_using_ints(this, start_dim, end_dim);

        /// <summary>One dimension split into several.</summary>
        public Tensor unflatten(long dim, params long[] sizes) => Ops.unflatten_int(this, dim, sizes);

        /// <summary>One dimension split into several.</summary>
        public Tensor unflatten(long dim, Size sizes) => Ops.unflatten_int(this, dim, sizes.Shape);

        /// <summary>Without dimensions of size 1, or without that one.</summary>
        public Tensor squeeze(long? dim = null) => dim is { } d ? Ops.squeeze_dim(this, d) : Ops.squeeze(this);

        /// <summary>Without dimensions of size 1, in place.</summary>
        public Tensor squeeze_(long? dim = null) => dim is { } d ? Ops.squeeze__dim(this, d) : Ops.squeeze_(this);

        /// <summary>A new dimension of size 1.</summary>
        public Tensor unsqueeze(long dim) => Ops.unsqueeze(this, dim);

        /// <summary>A new dimension of size 1, in place.</summary>
        public Tensor unsqueeze_(long dim) => Ops.unsqueeze_(this, dim);

        /// <summary>Rows and columns exchanged.</summary>
        public Tensor t() => Ops.t(this);

        /// <summary>Rows and columns exchanged, in place.</summary>
        public Tensor t_() => Ops.t_(this);

        /// <summary>Two dimensions exchanged.</summary>
        public Tensor transpose(long dim0, long dim1) => Ops.transpose_int(this, dim0, dim1);

        /// <summary>Two dimensions exchanged, in place.</summary>
        public Tensor transpose_(long dim0, long dim1) => Ops.transpose_(this, dim0, dim1);

        /// <summary>Two dimensions exchanged.</summary>
        public Tensor swapaxes(long dim0, long dim1) => Ops.swapaxes(this, dim0, dim1);

        /// <summary>Two dimensions exchanged.</summary>
        public Tensor swapdims(long dim0, long dim1) => Ops.swapdims(this, dim0, dim1);

        /// <summary>Conjugated, last two dimensions exchanged.</summary>
        public Tensor adjoint() => Ops.adjoint(this);

        /// <summary>Dimensions in another order.</summary>
        public Tensor permute(params long[] permutation) => Ops.permute(this, permutation);

        /// <summary>Dimensions in another order.</summary>
        public Tensor permute(IEnumerable<long> permutation) => Ops.permute(this, permutation.ToArray());

        /// <summary>Dimensions moved to other places.</summary>
        public Tensor movedim(long[] source, long[] destination) => Ops.movedim_intlist(this, source, destination);

        /// <summary>Dimensions moved to other places.</summary>
        public Tensor moveaxis(long[] source, long[] destination) => Ops.moveaxis_intlist(this, source, destination);

        /// <summary>One dimension, in C order.</summary>
        public Tensor ravel() => Ops.ravel(this);

        /// <summary>Elements in C order without gaps; a copy only where needed.</summary>
        public Tensor contiguous() => Ops.contiguous(this);

        /// <summary>A copy, recorded by autograd.</summary>
        public Tensor clone() => Ops.clone(this);

        /// <summary>Another handle on the same storage.</summary>
        public Tensor alias() => Ops.alias(this);

        /// <summary>A view of the storage with these sizes and steps.</summary>
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) =>
            Ops.as_strided(this, size, strides, storageOffset);

        /// <summary>A view of the diagonal.</summary>
        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Ops.diagonal(this, offset, dim1, dim2);

        /// <summary>Diagonal of a matrix, or the matrix of a diagonal.</summary>
        public Tensor diag(long diagonal = 0) => Ops.diag(this, diagonal);

        /// <summary>Matrices with these diagonals.</summary>
        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1) =>
            Ops.diag_embed(this, offset, dim1, dim2);

        /// <summary>Matrix with the flattened elements as its diagonal.</summary>
        public Tensor diagflat(long offset = 0) => Ops.diagflat(this, offset);

        /// <summary>Lower triangle, zeros above.</summary>
        public Tensor tril(long diagonal = 0) => Ops.tril(this, diagonal);

        /// <summary>Upper triangle, zeros below.</summary>
        public Tensor triu(long diagonal = 0) => Ops.triu(this, diagonal);

        /// <summary>Reversed along dimensions.</summary>
        public Tensor flip(params long[] dims) => Ops.flip(this, dims);

        /// <summary>Columns reversed.</summary>
        public Tensor fliplr() => Ops.fliplr(this);

        /// <summary>Rows reversed.</summary>
        public Tensor flipud() => Ops.flipud(this);

        /// <summary>Elements shifted round; without dimension on the flattened tensor.</summary>
        public Tensor roll(long shifts, long? dims = null) =>
            Ops.roll(this, shifts, dims is { } d ? d : default(Values<long>));

        /// <summary>Elements shifted round along dimensions.</summary>
        public Tensor roll((long, long) shifts, (long, long) dims) => Ops.roll(this, Dims(shifts), Dims(dims));

        /// <summary>Elements shifted round along dimensions.</summary>
        public Tensor roll((long, long, long) shifts, (long, long, long) dims) =>
            Ops.roll(this, Dims(shifts), Dims(dims));

        /// <summary>Elements shifted round along dimensions.</summary>
        public Tensor roll(long[] shifts, long[] dims) => Ops.roll(this, shifts, dims);

        /// <summary>Elements shifted round.</summary>
        public Tensor roll(long[] shifts) => Ops.roll(this, shifts);

        /// <summary>Elements shifted round along dimensions.</summary>
        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) =>
            Ops.roll(this, shifts, dims.IsEmpty ? default(Values<long>) : dims);

        /// <summary>Turned by k quarter turns in the plane of two dimensions.</summary>
        public Tensor rot90(long k = 1, (long, long)? dims = null) => Ops.rot90(this, k, Dims(dims ?? (0, 1)));

        /// <summary>A view of length elements from start on.</summary>
        public Tensor narrow(long dim, long start, long length) => Ops.narrow(this, dim, start, length);

        /// <summary>A view of one index; the dimension goes.</summary>
        public Tensor select(long dim, long index) => Ops.select_int(this, dim, index);

        /// <summary>A view of start to finish (excluded) in steps.</summary>
        public Tensor slice(long dim, long start, long finish, long step) =>
            Ops.slice_Tensor(this, dim, start, finish, step);

        /// <summary>Windows of a size along a dimension, as a new last dimension.</summary>
        public Tensor unfold(long dimension, long size, long step) => Ops.unfold(this, dimension, size, step);

        /// <summary>A view with dimensions of size 1 repeated; -1 keeps a size.</summary>
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Ops.expand(this, sizes, isImplicit);

        /// <summary>A view with dimensions of size 1 repeated; -1 keeps a size.</summary>
        public Tensor expand(Size sizes, bool isImplicit = false) => Ops.expand(this, sizes.Shape, isImplicit);

        /// <summary>A view with dimensions of size 1 repeated; -1 keeps a size.</summary>
        public Tensor expand(long[] sizes, bool isImplicit = false) => Ops.expand(this, sizes, isImplicit);

        /// <summary>A view with dimensions of size 1 repeated; -1 keeps a size.</summary>
        public Tensor expand(params long[] sizes) => Ops.expand(this, sizes);

        /// <summary>Expanded to the sizes of another tensor.</summary>
        public Tensor expand_as(Tensor other) => Ops.expand_as(this, other);

        /// <summary>Expanded to these sizes.</summary>
        public Tensor broadcast_to(params long[] shape) => Ops.broadcast_to(this, shape);

        /// <summary>Copies of the tensor side by side, per dimension.</summary>
        public Tensor repeat(params long[] sizes) => Ops.repeat(this, sizes);

        /// <summary>Copies of the tensor side by side, as NumPy.</summary>
        public Tensor tile(long[] reps) => Ops.tile(this, reps);

        /// <summary>Each element repeated as often as told.</summary>
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Ops.repeat_interleave_self_Tensor(this, repeats, dim, output_size);

        /// <summary>Each element repeated.</summary>
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Ops.repeat_interleave_self_int(this, repeats, dim, output_size);

        /// <summary>Slices along a dimension.</summary>
        public Tensor[] unbind(long dimension = 0) => Ops.unbind_int(this, dimension);

        /// <summary>Views of that size along a dimension; the last may be smaller.</summary>
        public Tensor[] split(long size, int dim = 0) => Ops.split_Tensor(this, size, dim);

        /// <summary>Views of these sizes along a dimension.</summary>
        public Tensor[] split(long[] sizes, long dim = 0) => Ops.split_with_sizes(this, sizes, dim);

        /// <summary>Views of these sizes along the first dimension.</summary>
        public Tensor[] split(params long[] sizes) => Ops.split_with_sizes(this, sizes);

        /// <summary>Views of these sizes along a dimension.</summary>
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => Ops.split_with_sizes(this, sizes, dim);

        /// <summary>Views in that many nearly equal parts.</summary>
        public Tensor[] tensor_split(long size, long dim = 0) => Ops.tensor_split_sections(this, size, dim);

        /// <summary>Views between these indices.</summary>
        public Tensor[] tensor_split(long[] sizes, long dim = 0) => Ops.tensor_split_indices(this, sizes, dim);

        /// <summary>Views between these indices.</summary>
        public Tensor[] tensor_split(Tensor indices, long dim = 0) =>
            Ops.tensor_split_tensor_indices_or_sections(this, indices, dim);

        /// <summary>Views in at most that many equal parts.</summary>
        public Tensor[] chunk(long chunks, long dim = 0) => Ops.chunk(this, chunks, dim);
    }
}
