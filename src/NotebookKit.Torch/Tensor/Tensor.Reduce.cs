using NotebookKit.Torch.Generated;
using NotebookKit.Torch.Door;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Sum of all elements.</summary>
        public Tensor sum(ScalarType? type = null) => Ops.sum(this, type);

        /// <summary>Sums over dimensions.</summary>
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
            Ops.sum_dim_IntList(this, dim, keepdim, type);

        /// <summary>Sums over dimensions.</summary>
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            Ops.sum_dim_IntList(this, dim, keepdim, type);

        /// <summary>Sums over dimensions.</summary>
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            Ops.sum_dim_IntList(this, dim, keepdim, type);

        /// <summary>Sums over two dimensions.</summary>
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            Ops.sum_dim_IntList(this, new[] { dim0, dim1 }, keepdim, type);

        /// <summary>Sums over three dimensions.</summary>
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            Ops.sum_dim_IntList(this, new[] { dim0, dim1, dim2 }, keepdim, type);

        /// <summary>Mean of all elements.</summary>
        public Tensor mean() => Ops.mean(this);

        /// <summary>Means over dimensions.</summary>
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Ops.mean_dim(this, dimensions, keepdim, type);

        /// <summary>Mean of what is a number.</summary>
        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null) =>
            Ops.nanmean(this, dim is { } d ? (long)d : default(Values<long>), keepdim, dtype);

        /// <summary>Sum of what is a number.</summary>
        public Tensor nansum() => Ops.nansum(this);

        /// <summary>Product of all elements.</summary>
        public Tensor prod(ScalarType? type = null) => Ops.prod(this, type);

        /// <summary>Products over a dimension.</summary>
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) =>
            Ops.prod_dim_int(this, dim, keepdim, type);

        /// <summary>Standard deviation of all elements; unbiased divides by N - 1.</summary>
        public Tensor std(bool unbiased = true) => Ops.std(this, unbiased);

        /// <summary>Standard deviations over dimensions; unbiased divides by N - 1.</summary>
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.std_dim(this, dimensions, unbiased, keepdim), type);

        /// <summary>Standard deviations over dimensions; unbiased divides by N - 1.</summary>
        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.std_dim(this, dimensions, unbiased, keepdim), type);

        /// <summary>Standard deviations over dimensions; unbiased divides by N - 1.</summary>
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.std_dim(this, dim, unbiased, keepdim), type);

        /// <summary>Standard deviations over dimensions; unbiased divides by N - 1.</summary>
        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.std_dim(this, Dims(dim), unbiased, keepdim), type);

        /// <summary>Standard deviations over dimensions; unbiased divides by N - 1.</summary>
        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.std_dim(this, Dims(dim), unbiased, keepdim), type);

        /// <summary>Standard deviation and mean of all elements.</summary>
        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => Ops.std_mean(this, unbiased);

        /// <summary>Standard deviations and means over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.std_mean_dim(this, dimensions, unbiased, keepdim), type);

        /// <summary>Standard deviations and means over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.std_mean_dim(this, dimensions, unbiased, keepdim), type);

        /// <summary>Standard deviations and means over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.std_mean_dim(this, dim, unbiased, keepdim), type);

        /// <summary>Standard deviations and means over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.std_mean_dim(this, Dims(dim), unbiased, keepdim), type);

        /// <summary>Standard deviations and means over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.std_mean_dim(this, Dims(dim), unbiased, keepdim), type);

        /// <summary>Variance of all elements; unbiased divides by N - 1.</summary>
        public Tensor var(bool unbiased = true) => Ops.var(this, unbiased);

        /// <summary>Variances over dimensions; unbiased divides by N - 1.</summary>
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.var_dim(this, dimensions, unbiased, keepdim), type);

        /// <summary>Variances over dimensions; unbiased divides by N - 1.</summary>
        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.var_dim(this, dimensions, unbiased, keepdim), type);

        /// <summary>Variances over dimensions; unbiased divides by N - 1.</summary>
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.var_dim(this, dim, unbiased, keepdim), type);

        /// <summary>Variances over dimensions; unbiased divides by N - 1.</summary>
        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.var_dim(this, Dims(dim), unbiased, keepdim), type);

        /// <summary>Variances over dimensions; unbiased divides by N - 1.</summary>
        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.var_dim(this, Dims(dim), unbiased, keepdim), type);

        /// <summary>Variance and mean of all elements.</summary>
        public (Tensor var, Tensor mean) var_mean(bool unbiased = true) => Ops.var_mean(this, unbiased);

        /// <summary>Variances and means over dimensions.</summary>
        public (Tensor std, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.var_mean_dim(this, dimensions, unbiased, keepdim), type);

        /// <summary>Variances and means over dimensions.</summary>
        public (Tensor std, Tensor mean) var_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.var_mean_dim(this, dimensions, unbiased, keepdim), type);

        /// <summary>Variances and means over dimensions.</summary>
        public (Tensor var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.var_mean_dim(this, dim, unbiased, keepdim), type);

        /// <summary>Variances and means over dimensions.</summary>
        public (Tensor var, Tensor mean) var_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.var_mean_dim(this, Dims(dim), unbiased, keepdim), type);

        /// <summary>Variances and means over dimensions.</summary>
        public (Tensor var, Tensor mean) var_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Ops.var_mean_dim(this, Dims(dim), unbiased, keepdim), type);

        /// <summary>Largest element.</summary>
        public Tensor max() => Ops.max(this);

        /// <summary>Largest of two elements.</summary>
        public Tensor max(Tensor other) => Ops.max_other(this, other);

        /// <summary>Largest elements over a dimension, and where they stand.</summary>
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Ops.max_dim(this, dim, keepdim);

        /// <summary>Largest elements over dimensions.</summary>
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, Ops.amax(this, dims, keepdim));

        /// <summary>Largest elements over dimensions.</summary>
        public Tensor amax(params long[] dims) => Ops.amax(this, dims);

        /// <summary>Largest elements over dimensions.</summary>
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, Ops.amax(this, dims, keepdim));

        /// <summary>Place of the largest element in the flattened tensor.</summary>
        public Tensor argmax() => Ops.argmax(this);

        /// <summary>Place of the largest elements over a dimension.</summary>
        public Tensor argmax(long dim, bool keepdim = false) => Ops.argmax(this, dim, keepdim);

        /// <summary>Smallest element.</summary>
        public Tensor min() => Ops.min(this);

        /// <summary>Smallest of two elements.</summary>
        public Tensor min(Tensor other) => Ops.min_other(this, other);

        /// <summary>Smallest elements over a dimension, and where they stand.</summary>
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Ops.min_dim(this, dim, keepdim);

        /// <summary>Smallest elements over dimensions.</summary>
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, Ops.amin(this, dims, keepdim));

        /// <summary>Smallest elements over dimensions.</summary>
        public Tensor amin(params long[] dims) => Ops.amin(this, dims);

        /// <summary>Smallest elements over dimensions.</summary>
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, Ops.amin(this, dims, keepdim));

        /// <summary>Place of the smallest element in the flattened tensor.</summary>
        public Tensor argmin() => Ops.argmin(this);

        /// <summary>Place of the smallest elements over a dimension.</summary>
        public Tensor argmin(long dim, bool keepdim = false) => Ops.argmin(this, dim, keepdim);

        /// <summary>Smallest and largest elements.</summary>
        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) =>
            Ops.aminmax(this, dim, keepdim);

        /// <summary>All elements are not zero.</summary>
        public Tensor all() => Ops.all(this);

        /// <summary>All elements are not zero, over a dimension.</summary>
        public Tensor all(long dim, bool keepdim = false) => Ops.all_dim(this, dim, keepdim);

        /// <summary>Some element is not zero.</summary>
        public Tensor any() => Ops.any(this);

        /// <summary>Some element is not zero, over a dimension.</summary>
        public Tensor any(long dim, bool keepdim = false) => Ops.any_dim(this, dim, keepdim);

        /// <summary>Count of elements that are not zero.</summary>
        public Tensor count_nonzero(long[]? dims = null) =>
            dims is null ? Ops.count_nonzero(this) : Ops.count_nonzero_dim_IntList(this, dims);

        /// <summary>log of the sum of exp, over a dimension.</summary>
        public Tensor logsumexp(long dim, bool keepdim = false) => Ops.logsumexp(this, dim, keepdim);

        /// <summary>log of the running sum of exp.</summary>
        public Tensor logcumsumexp(long dim) => Ops.logcumsumexp(this, dim);

        /// <summary>Running sum.</summary>
        public Tensor cumsum(long dim, ScalarType? type = null) => Ops.cumsum(this, dim, type);

        /// <summary>Running product.</summary>
        public Tensor cumprod(long dim, ScalarType? type = null) => Ops.cumprod(this, dim, type);

        /// <summary>Running maximum, and where it stands.</summary>
        public (Tensor values, Tensor indexes) cummax(long dim) => Ops.cummax(this, dim);

        /// <summary>Running minimum, and where it stands.</summary>
        public (Tensor values, Tensor indexes) cummin(long dim) => Ops.cummin(this, dim);

        /// <summary>Median; the lower one of two.</summary>
        public Tensor median() => Ops.median(this);

        /// <summary>Medians over a dimension, and where they stand.</summary>
        public (Tensor values, Tensor indices) median(long dim, bool keepdim = false) =>
            Ops.median_dim(this, dim, keepdim);

        /// <summary>Most frequent elements, and where they stand.</summary>
        public (Tensor values, Tensor indices) mode(long dim = -1, bool keepdim = false) =>
            Ops.mode(this, dim, keepdim);

        /// <summary>Quantiles, linearly interpolated.</summary>
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) =>
            Ops.quantile(this, q, dim == -1 ? null : dim, keepdim);

        /// <summary>Quantiles of what is a number.</summary>
        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) =>
            Ops.nanquantile(this, q, dim == -1 ? null : dim, keepdim);

        /// <summary>The k-th smallest elements (k from 1), and where they stand.</summary>
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) =>
            Ops.kthvalue(this, k, dim ?? -1, keepdim);

        /// <summary>The k largest or smallest elements, and where they stand.</summary>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Ops.topk(this, k, dim, largest, sorted);

        /// <summary>Sorted elements, and where they stood.</summary>
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Ops.sort_stable(this, stable, dim, descending);

        /// <summary>Order that sorts the elements.</summary>
        public Tensor argsort(long dim = -1, bool descending = false) => Ops.argsort(this, dim, descending);

        /// <summary>Sorted along the first dimension.</summary>
        public Tensor msort() => Ops.msort(this);

        /// <summary>p-norm of all elements.</summary>
        public Tensor norm(float p = 2) => Ops.norm_Scalar(this, p);

        /// <summary>p-norms over a dimension.</summary>
        public Tensor norm(int dim, bool keepdim = false, float p = 2) =>
            Ops.norm_ScalarOpt_dim(this, p, (long)dim, keepdim);

        /// <summary>p-norm of the difference.</summary>
        public Tensor dist(Tensor other, float p = 2) => Ops.dist(this, other, p);

        /// <summary>Slices scaled so that no p-norm exceeds maxnorm.</summary>
        public Tensor renorm(float p, long dim, float maxnorm) => Ops.renorm(this, p, dim, maxnorm);

        /// <summary>Counts of each non-negative integer, or sums of their weights.</summary>
        public Tensor bincount(Tensor? weights, long minlength = 0) => Ops.bincount(this, weights, minlength);

        /// <summary>Counts in equal bins between min and max; both 0: of the data.</summary>
        public Tensor histc(long bins = 100, long min = 0, long max = 0) => Ops.histc(this, bins, min, max);

        /// <summary>n-th differences of neighbours.</summary>
        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) =>
            Ops.diff(this, n, dim, prepend, append);

        /// <summary>Number of the interval of each element between sorted boundaries.</summary>
        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            Ops.bucketize_Tensor(this, boundaries, outInt32, right);

        /// <summary>Sum of the diagonal.</summary>
        public Tensor trace() => Ops.trace(this);

        /// <summary>Cosine of the angle between vectors.</summary>
        public Tensor cosine_similarity(Tensor x2, long dim = 1, double eps = 1e-8) =>
            Ops.cosine_similarity(this, x2, dim, eps);

        private static long[] Dims((long, long) dim) => [dim.Item1, dim.Item2];

        private static long[] Dims((long, long, long) dim) => [dim.Item1, dim.Item2, dim.Item3];

        private static Tensor Typed(Tensor result, ScalarType? type) =>
            type is { } wanted && wanted != result.dtype ? result.to(wanted, disposeAfter: true) : result;

        private static (Tensor, Tensor) Typed((Tensor First, Tensor Second) results, ScalarType? type) =>
            (Typed(results.First, type), Typed(results.Second, type));

        // Copies a result into the tensor that the caller gave for it.
        private static Tensor Into(Tensor? target, Tensor result)
        {
            if (target is null)
            {
                return result;
            }

            using (result)
            {
                return target.copy_(result);
            }
        }
    }
}
