namespace TorchSharp;

public static partial class torch
{
    /// <summary>One index of a tensor: a number, a slice, a new axis, an ellipsis, a truth value or a tensor.</summary>
    public readonly struct TensorIndex
    {
        /// <summary>All dimensions that the other indices leave.</summary>
        public static readonly TensorIndex Ellipsis = new(IndexKind.Ellipsis);

        /// <summary>A new dimension of size 1.</summary>
        public static readonly TensorIndex None = new(IndexKind.None);

        /// <inheritdoc cref="None"/>
        public static readonly TensorIndex Null = None;

        /// <summary>All of a dimension.</summary>
        public static readonly TensorIndex Colon = Slice();

        private TensorIndex(IndexKind kind, long? start = null, long? stop = null, long? step = null, Tensor? tensor = null)
        {
            Kind = kind;
            Start = start;
            Stop = stop;
            Step = step;
            Value = tensor;
        }

        /// <summary>All of a dimension.</summary>
        public TensorIndex()
            : this(IndexKind.Slice)
        {
        }

        internal enum IndexKind
        {
            Slice,
            None,
            Ellipsis,
            Bool,
            Single,
            Tensor,
        }

        internal IndexKind Kind { get; }

        internal long? Start { get; }

        internal long? Stop { get; }

        internal long? Step { get; }

        internal Tensor? Value { get; }

        /// <summary>From start to stop (excluded) in steps; negative numbers count from the end.</summary>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new(IndexKind.Slice, start, stop, step);

        /// <inheritdoc cref="Slice(long?, long?, long?)"/>
        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        /// <inheritdoc cref="Slice(long?, long?, long?)"/>
        public static TensorIndex Slice(Range range) => Slice(
            range.Start.IsFromEnd ? (range.Start.Value == 0 ? long.MaxValue : -range.Start.Value) : range.Start.Value,
            range.End.IsFromEnd ? (range.End.Value == 0 ? null : -range.End.Value) : range.End.Value);

        /// <summary>A new dimension, of size 1 for true and 0 for false.</summary>
        public static TensorIndex Bool(bool value) => new(IndexKind.Bool, value ? 1 : 0);

        /// <summary>One index; the dimension goes.</summary>
        public static TensorIndex Single(long? index) =>
            index is { } value ? new(IndexKind.Single, value) : None;

        /// <summary>Indices or a mask.</summary>
        public static TensorIndex Tensor(Tensor tensor) => new(IndexKind.Tensor, tensor: tensor);

        /// <inheritdoc cref="Single(long?)"/>
        public static implicit operator TensorIndex(long value) => Single(value);

        /// <summary>A 0-D tensor of a number, or the index tensor itself.</summary>
        /// <exception cref="InvalidCastException">The index is neither a number nor a tensor.</exception>
        public static implicit operator Tensor(TensorIndex value) => value.Kind switch
        {
            IndexKind.Single => tensor(value.Start!.Value),
            IndexKind.Tensor => value.Value!,
            _ => throw new InvalidCastException($"An index of kind {value.Kind} is no tensor."),
        };

        /// <inheritdoc cref="Slice(long?, long?, long?)"/>
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        /// <inheritdoc cref="Slice(long?, long?, long?)"/>
        public static implicit operator TensorIndex(Range range) => Slice(range);

        /// <summary>One index; the dimension goes.</summary>
        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);
    }
}
