using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Copies of these indices along a dimension.</summary>
        public Tensor index_select(long dim, Tensor index) => Ops.index_select(this, dim, index);

        /// <summary>Elements of the flattened tensor.</summary>
        public Tensor take(Tensor index) => Ops.take(this, index);

        /// <summary>Elements of the flattened tensor.</summary>
        public Tensor take_along_dim(Tensor indices) => Ops.take_along_dim(this, indices);

        /// <summary>Elements at indices along a dimension, such as argsort gives.</summary>
        public Tensor take_along_dim(Tensor indices, long dim) => Ops.take_along_dim(this, indices, dim);

        /// <summary>Elements of the flattened tensor.</summary>
        public Tensor take_along_dim(IEnumerable<long> indices) => Ops.take_along_dim(this, tensor(indices.ToArray()));

        /// <summary>Elements at indices along a dimension.</summary>
        public Tensor take_along_dim(IEnumerable<long> indices, long dim) =>
            Ops.take_along_dim(this, tensor(indices.ToArray()), dim);

        /// <summary>Adds alpha times the source at indices.</summary>
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Ops.index_add(this, dim, index, source, alpha);

        /// <summary>Puts the source at indices.</summary>
        public Tensor index_copy(long dim, Tensor index, Tensor source) => Ops.index_copy(this, dim, index, source);

        /// <summary>Puts a number at indices.</summary>
        public Tensor index_fill(long dim, Tensor index, Scalar value) =>
            Ops.index_fill_int_Scalar(this, dim, index, value);

        /// <summary>Puts the source where the index tensor says.</summary>
        public Tensor scatter(long dim, Tensor index, Tensor src) => Ops.scatter_src(this, dim, index, src);

        /// <summary>Adds the source where the index tensor says.</summary>
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Ops.scatter_add(this, dim, index, src);

        /// <summary>A number where the mask is true.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value) => Ops.masked_fill_Scalar(this, mask, value);

        /// <summary>Elements of value, in order, where the mask is true.</summary>
        public Tensor masked_scatter(Tensor mask, Tensor value) => Ops.masked_scatter(this, mask, value);

        /// <summary>Adds alpha times the source at indices. In place.</summary>
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Ops.index_add_(this, dim, index, source, alpha);

        /// <summary>Puts the source at indices. In place.</summary>
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Ops.index_copy_(this, dim, index, source);

        /// <summary>Puts a number at indices. In place.</summary>
        public Tensor index_fill_(long dim, Tensor index, Scalar value) =>
            Ops.index_fill__int_Scalar(this, dim, index, value);

        /// <summary>Puts the source where the index tensor says. In place.</summary>
        public Tensor scatter_(long dim, Tensor index, Tensor src) => Ops.scatter__src(this, dim, index, src);

        /// <summary>Adds the source where the index tensor says. In place.</summary>
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Ops.scatter_add_(this, dim, index, src);

        /// <summary>A number where the mask is true. In place.</summary>
        public Tensor masked_fill_(Tensor mask, Scalar value) => Ops.masked_fill__Scalar(this, mask, value);

        /// <summary>Elements of value, in order, where the mask is true. In place.</summary>
        public Tensor masked_scatter_(Tensor mask, Tensor value) => Ops.masked_scatter_(this, mask, value);

        /// <summary>Elements where the mask is true, in one dimension.</summary>
        public Tensor masked_select(Tensor mask) => Ops.masked_select(this, mask);

        /// <summary>Elements where the index tensor says, along a dimension.</summary>
        public Tensor gather(long dim, Tensor index) => Ops.gather(this, dim, index);

        /// <summary>A copy with one index replaced.</summary>
        public Tensor select_scatter(Tensor src, long dim, long index) => Ops.select_scatter(this, src, dim, index);

        /// <summary>A copy with a slice replaced.</summary>
        public Tensor slice_scatter(Tensor src, long dim = 0, long? start = null, long? end = null, long step = 1) =>
            Ops.slice_scatter(this, src, dim, start, end, step);

        /// <summary>A copy with the diagonal replaced.</summary>
        public Tensor diagonal_scatter(Tensor src, long offset = 0, long dim1 = 0, long dim2 = 1) =>
            Ops.diagonal_scatter(this, src, offset, dim1, dim2);

        /// <summary>Indices of the elements that are not zero, [count, dimensions].</summary>
        public Tensor nonzero() => Ops.nonzero(this);

        /// <summary>This where the condition is true, else y.</summary>
        public Tensor where(Tensor condition, Tensor y) => Ops.where_self(condition, this, y);

        /// <summary>All elements to one number.</summary>
        public Tensor fill_(Scalar value) => Ops.fill__Scalar(this, value);

        /// <summary>All elements to zero.</summary>
        public Tensor zero_() => Ops.zero_(this);

        /// <summary>Copies another tensor in, with broadcast and conversion.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Ops.copy_(this, source, nonBlocking);

        /// <summary>Becomes another name of the source's storage.</summary>
        /// <exception cref="ArgumentException">The source has another type.</exception>
        public Tensor set_(Tensor source) => source.dtype == dtype ? Ops.set__source_Tensor(this, source)
            : throw new ArgumentException(
                $"set_ needs a source of type {dtype}, but it is {source.dtype}; convert it first.", nameof(source));
    }
}
