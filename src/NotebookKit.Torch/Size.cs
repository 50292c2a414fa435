using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Sizes of a tensor.</summary>
    public readonly struct Size : IEnumerable<long>, IEquatable<Size>
    {
        /// <summary>No dimension.</summary>
        public static readonly Size Empty = new();

        private readonly long[]? _shape;

        /// <summary>No dimension.</summary>
        public Size() => _shape = [];

        /// <summary>A copy of these sizes.</summary>
        public Size(long[] shape) => _shape = (long[])shape.Clone();

        /// <summary>A copy of these sizes.</summary>
        public Size(IEnumerable<long> shape) => _shape = [.. shape];

        /// <summary>A copy of these sizes.</summary>
        public Size(int[] shape) => _shape = Array.ConvertAll(shape, n => (long)n);

        /// <summary>One dimension.</summary>
        public Size(long size) => _shape = [size];

        /// <summary>Two dimensions.</summary>
        public Size((long, long) size) => _shape = [size.Item1, size.Item2];

        /// <summary>Three dimensions.</summary>
        public Size((long, long, long) size) => _shape = [size.Item1, size.Item2, size.Item3];

        /// <summary>Four dimensions.</summary>
        public Size((long, long, long, long) size) => _shape = [size.Item1, size.Item2, size.Item3, size.Item4];

        /// <summary>Five dimensions.</summary>
        public Size((long, long, long, long, long) size) => _shape = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5];

        /// <summary>Six dimensions.</summary>
        public Size((long, long, long, long, long, long) size) =>
            _shape = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5, size.Item6];

        /// <summary>One dimension.</summary>
        public Size(int size)
            : this((long)size)
        {
        }

        /// <summary>Two dimensions.</summary>
        public Size((int, int) size)
            : this(((long, long))size)
        {
        }

        /// <summary>Three dimensions.</summary>
        public Size((int, int, int) size)
            : this(((long, long, long))size)
        {
        }

        /// <summary>Four dimensions.</summary>
        public Size((int, int, int, int) size)
            : this(((long, long, long, long))size)
        {
        }

        /// <summary>Five dimensions.</summary>
        public Size((int, int, int, int, int) size)
            : this(((long, long, long, long, long))size)
        {
        }

        /// <summary>Six dimensions.</summary>
        public Size((int, int, int, int, int, int) size)
            : this(((long, long, long, long, long, long))size)
        {
        }

        /// <summary>No dimension.</summary>
        public bool IsEmpty => Shape.Length == 0;

        /// <summary>The size of a 0-D tensor.</summary>
        public bool IsScalar => Shape.Length == 0;

        /// <summary>Count of dimensions.</summary>
        public int Length => Shape.Length;

        /// <summary>The sizes.</summary>
        public long[] Shape => _shape ?? [];

        /// <summary>One size; negative counts from the end.</summary>
        public long this[int idx] => Shape[idx < 0 ? Length + idx : idx];

        /// <summary>One size; negative counts from the end.</summary>
        public long this[long idx] => this[(int)idx];

        /// <summary>One dimension.</summary>
        public static implicit operator Size(long size) => new(size);

        /// <summary>Two dimensions.</summary>
        public static implicit operator Size((long, long) size) => new(size);

        /// <summary>Three dimensions.</summary>
        public static implicit operator Size((long, long, long) size) => new(size);

        /// <summary>Four dimensions.</summary>
        public static implicit operator Size((long, long, long, long) size) => new(size);

        /// <summary>Five dimensions.</summary>
        public static implicit operator Size((long, long, long, long, long) size) => new(size);

        /// <summary>Six dimensions.</summary>
        public static implicit operator Size((long, long, long, long, long, long) size) => new(size);

        /// <summary>A copy of these sizes.</summary>
        public static implicit operator Size(long[] size) => new(size);

        /// <summary>The sizes of both, one after the other.</summary>
        public static Size operator +(Size left, Size right) => new(left.Concat(right));

        /// <summary>The sizes of both, one after the other.</summary>
        public static Size operator +(Size left, IEnumerable<long> right) => new(left.Concat(right));

        /// <summary>Same sizes.</summary>
        public static bool operator ==(Size left, Size right) => left.Equals(right);

        /// <summary>Other sizes.</summary>
        public static bool operator !=(Size left, Size right) => !left.Equals(right);

        /// <summary>The sizes from first to next (excluded).</summary>
        public Size Slice(int first, int next) => new(Shape[first..next]);

        /// <summary>Count of elements.</summary>
        public long numel() => Shape.TotalSize();

        /// <summary>The first i sizes.</summary>
        public IEnumerable<long> Take(int i) => Shape.Take(i);

        /// <summary>The sizes in order.</summary>
        public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)Shape).GetEnumerator();

        /// <inheritdoc/>
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Same sizes.</summary>
        public bool Equals(Size other) => Shape.AsSpan().SequenceEqual(other.Shape);

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is Size other && Equals(other);

        /// <inheritdoc/>
        public override int GetHashCode() => Shape.Aggregate(17, HashCode.Combine);

        /// <summary>The sizes in brackets.</summary>
        public override string ToString() => $"[{string.Join(", ", Shape)}]";
    }
}
