namespace TorchSharp;

public static partial class torch
{
    /// <summary>Data sets, loaders and logs.</summary>
    public static partial class utils
    {
        /// <summary>Data sets and their loaders.</summary>
        public static partial class data
        {
            /// <summary>A data set whose items are tensors by name.</summary>
            public abstract class Dataset : Dataset<Dictionary<string, Tensor>>;

            /// <summary>A data set whose items are lists of tensors.</summary>
            public abstract class IterableDataset : Dataset<IList<Tensor>>;

            /// <summary>Items by number.</summary>
            public abstract class Dataset<T> : IDisposable
            {
                /// <summary>Number of items.</summary>
                public abstract long Count { get; }

                /// <summary>
                /// Item <paramref name="index"/>, from 0. A loader calls this in a dispose scope of its own: tensors
                /// made here
                /// are freed with the batch, tensors that the data set holds since before are not.
                /// </summary>
                public abstract T GetTensor(long index);

                /// <summary>Frees what the data set holds.</summary>
                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                /// <summary>Frees what the data set holds when <paramref name="disposing"/>.</summary>
                protected virtual void Dispose(bool disposing)
                {
                }
            }
        }
    }
}
