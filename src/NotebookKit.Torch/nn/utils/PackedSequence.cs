namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static partial class rnn
            {
                /// <summary>Sequences of different lengths, step by step: the longest first, without padding.</summary>
                public sealed class PackedSequence : IDisposable
                {
                    /// <summary>All steps one after the other, [sum of the lengths, ...].</summary>
                    public readonly Tensor data;

                    /// <summary>How many sequences each step has, [longest], int64, on the CPU.</summary>
                    public readonly Tensor batch_sizes;

                    /// <summary>Which sequence stands at each place, [N]; invalid where the caller had sorted
                    /// them.</summary>
                    public readonly Tensor sorted_indices;

                    /// <summary>Where each sequence stands, [N]; invalid where the caller had sorted them.</summary>
                    public readonly Tensor unsorted_indices;

                    private bool _disposed;

                    internal PackedSequence(
                        Tensor data, Tensor batch_sizes, Tensor? sorted_indices, Tensor? unsorted_indices)
                    {
                        this.data = data.DetachFromDisposeScope();
                        this.batch_sizes = batch_sizes.DetachFromDisposeScope();
                        this.sorted_indices = sorted_indices?.DetachFromDisposeScope() ?? new Tensor(0);
                        this.unsorted_indices = unsorted_indices?.DetachFromDisposeScope() ?? new Tensor(0);
                        DisposeScopeManager.Current.Created(this);
                    }

                    /// <summary>True after Dispose.</summary>
                    internal bool IsInvalid => _disposed;

                    /// <summary>Frees its tensors.</summary>
                    public void Dispose()
                    {
                        if (_disposed) return;
                        DisposeScopeManager.Current.Disposing(this);
                        _disposed = true;
                        data.Dispose();
                        batch_sizes.Dispose();
                        sorted_indices.Dispose();
                        unsorted_indices.Dispose();
                    }

                    /// <summary>The same order and lengths with other contents.</summary>
                    internal PackedSequence With(Tensor data) => new(data, batch_sizes.alias(),
                        sorted_indices.IsInvalid ? null : sorted_indices.alias(),
                        unsorted_indices.IsInvalid ? null : unsorted_indices.alias());
                }
            }
        }
    }
}
