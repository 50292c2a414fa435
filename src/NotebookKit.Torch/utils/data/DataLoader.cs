using System.Collections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Groups the items of a data set into batches. What the data set makes for a batch is freed with it; tensors that
    /// it keeps are not touched.
    /// </summary>
    public class DataLoader<T, S> : IEnumerable<S>, IDisposable
    {
        /// <summary>Items in the order of <paramref name="shuffler"/>, which is read anew in each pass.</summary>
        /// <param name="dataset">Items; freed with the loader by default.</param>
        /// <param name="batchSize">Items in a batch, 1 or more.</param>
        /// <param name="collate_fn">Makes a batch of items on a device.</param>
        /// <param name="shuffler">Numbers of items.</param>
        /// <param name="device">Where batches go; CPU by default.</param>
        /// <param name="num_worker">Threads that fetch the items of a batch.</param>
        /// <param name="drop_last">Leaves out a last batch that is not full.</param>
        /// <param name="disposeBatch">Frees what <paramref name="collate_fn"/> made when the enumerator moves
        /// on.</param>
        /// <param name="disposeDataset">Frees the data set with the loader.</param>
        public DataLoader(utils.data.Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn,
            IEnumerable<long> shuffler, Device? device = null, int num_worker = 1, bool drop_last = false,
            bool disposeBatch = true, bool disposeDataset = true)
        {
            if (batchSize < 1) throw new ArgumentException($"batchSize must be 1 or more, but is {batchSize}.");
            this.dataset = dataset;
            batch_size = batchSize;
            this.collate_fn = collate_fn;
            sampler = shuffler;
            Device = device ?? CPU;
            num_workers = Math.Max(1, num_worker);
            this.drop_last = drop_last;
            DisposeBatch = disposeBatch;
            DisposeDataset = disposeDataset;
        }

        /// <summary>Items in order or, with <paramref name="shuffle"/>, in random order.</summary>
        /// <param name="dataset">Items; freed with the loader by default.</param>
        /// <param name="batchSize">Items in a batch, 1 or more.</param>
        /// <param name="collate_fn">Makes a batch of items on a device.</param>
        /// <param name="shuffle">Random order.</param>
        /// <param name="device">Where batches go; CPU by default.</param>
        /// <param name="seed">Of the order, the same in every pass; null: another order in each pass, which no seed of
        /// torch fixes.</param>
        /// <param name="num_worker">Threads that fetch the items of a batch.</param>
        /// <param name="drop_last">Leaves out a last batch that is not full.</param>
        /// <param name="disposeBatch">Frees what <paramref name="collate_fn"/> made when the enumerator moves
        /// on.</param>
        /// <param name="disposeDataset">Frees the data set with the loader.</param>
        public DataLoader(utils.data.Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn,
            bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false,
            bool disposeBatch = true, bool disposeDataset = true)
            : this(dataset, batchSize, collate_fn, shuffle ? new ShuffledOrder(dataset.Count, seed)
                : InOrder(dataset.Count),
                device, num_worker, drop_last, disposeBatch, disposeDataset)
        {
        }

        /// <summary>The items.</summary>
        public utils.data.Dataset<T> dataset { get; }

        /// <summary>Items in a batch.</summary>
        public int batch_size { get; }

        /// <summary>Leaves out a last batch that is not full.</summary>
        public bool drop_last { get; }

        /// <summary>Numbers of items, read anew in each pass.</summary>
        public IEnumerable<long> sampler { get; }

        /// <summary>Threads that fetch the items of a batch.</summary>
        public int num_workers { get; }

        /// <summary>Makes a batch of items on a device.</summary>
        public Func<IEnumerable<T>, Device, S> collate_fn { get; }

        /// <summary>Where batches go.</summary>
        public Device Device { get; }

        /// <summary>Frees what <see cref="collate_fn"/> made when the enumerator moves on.</summary>
        public bool DisposeBatch { get; }

        /// <summary>Frees the data set with the loader.</summary>
        public bool DisposeDataset { get; }

        /// <summary>Number of batches in a pass.</summary>
        public long Count => drop_last ? dataset.Count / batch_size : (dataset.Count + batch_size - 1) / batch_size;

        /// <summary>One pass over the data set.</summary>
        public IEnumerator<S> GetEnumerator()
        {
            foreach (var indices in sampler.Chunk(batch_size))
            {
                if (drop_last && indices.Length < batch_size) yield break;
                var (batch, made) = Collated(indices);
                try
                {
                    yield return batch;
                }
                finally
                {
                    if (DisposeBatch) Free(made);
                }
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Frees the data set unless told otherwise.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Frees the data set unless told otherwise.</summary>
        protected virtual void Dispose(bool disposing)
        {
            if (disposing && DisposeDataset) dataset.Dispose();
        }

        private (S Batch, IReadOnlyList<IDisposable> Made) Collated(long[] indices)
        {
            var items = new T[indices.Length];
            var fetched = new IReadOnlyList<IDisposable>?[indices.Length];
            void Fetch(int k) => (items[k], fetched[k]) = Noting(() => dataset.GetTensor(indices[k]));
            try
            {
                if (num_workers == 1)
                {
                    for (var k = 0; k < items.Length; k++) Fetch(k);
                }
                else
                {
                    Parallel.For(0, items.Length, new ParallelOptions { MaxDegreeOfParallelism = num_workers }, Fetch);
                }

                return Noting(() => collate_fn(items, Device));
            }
            finally
            {
                foreach (var made in fetched) Free(made ?? []);
            }
        }

        // A value and what was made on the way to it; on an error that is freed.
        private static (V Value, IReadOnlyList<IDisposable> Made) Noting<V>(Func<V> make)
        {
            using var scope = NewDisposeScope();
            var value = make();
            var made = scope.DisposablesView;
            scope.Detach(made);
            return (value, made);
        }

        private static void Free(IReadOnlyList<IDisposable> made)
        {
            foreach (var disposable in made) disposable.Dispose();
        }

        private static IEnumerable<long> InOrder(long count)
        {
            for (var index = 0L; index < count; index++) yield return index;
        }
    }

    /// <summary>Batches of named tensors: values are stacked along a new first dimension.</summary>
    public sealed class DataLoader : DataLoader<Dictionary<string, Tensor>, Dictionary<string, Tensor>>
    {
        /// <summary>Items in the order of <paramref name="shuffler"/>.</summary>
        public DataLoader(utils.data.Dataset dataset, int batchSize, IEnumerable<long> shuffler, Device? device = null,
            int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
            : base(dataset, batchSize, Stack, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset)
        {
        }

        /// <summary>Items in order, or shuffled.</summary>
        public DataLoader(utils.data.Dataset dataset, int batchSize, bool shuffle = false, Device? device = null,
            int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true,
            bool disposeDataset = true)
            : base(dataset, batchSize, Stack, shuffle, device, seed, num_worker, drop_last, disposeBatch,
                disposeDataset)
        {
        }

        private static Dictionary<string, Tensor> Stack(IEnumerable<Dictionary<string, Tensor>> items, Device device)
        {
            using var scope = NewDisposeScope();
            var list = items.ToList();
            return list[0].Keys.ToDictionary(
                k => k, k => scope.MoveToOuter(stack(list.Select(i => i[k]).ToArray()).to(device)));
        }
    }

    /// <summary>Batches of lists of tensors: each place is stacked along a new first dimension.</summary>
    public sealed class IterableDataLoader : DataLoader<IList<Tensor>, IList<Tensor>>
    {
        /// <summary>Items in the order of <paramref name="shuffler"/>.</summary>
        public IterableDataLoader(utils.data.IterableDataset dataset, int batchSize, IEnumerable<long> shuffler,
            Device? device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true,
            bool disposeDataset = true)
            : base(dataset, batchSize, Stack, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset)
        {
        }

        /// <summary>Items in order, or shuffled.</summary>
        public IterableDataLoader(utils.data.IterableDataset dataset, int batchSize, bool shuffle = false,
            Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false,
            bool disposeBatch = true, bool disposeDataset = true)
            : base(dataset, batchSize, Stack, shuffle, device, seed, num_worker, drop_last, disposeBatch,
                disposeDataset)
        {
        }

        private static IList<Tensor> Stack(IEnumerable<IList<Tensor>> items, Device device)
        {
            using var scope = NewDisposeScope();
            var list = items.ToList();
            return [.. Enumerable.Range(0, list[0].Count)
                .Select(k => scope.MoveToOuter(stack(list.Select(i => i[k]).ToArray()).to(device)))];
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class utils
        {
            public static partial class data
            {
                /// <summary>Batches of a data set in a given order.</summary>
                public static DataLoader DataLoader(Dataset dataset, int batchSize, IEnumerable<long> shuffler,
                    Device? device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true,
                    bool disposeDataset = true) =>
                    new(dataset, batchSize, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset);

                /// <summary>Batches of a data set in order, or shuffled.</summary>
                public static DataLoader DataLoader(
                    Dataset dataset, int batchSize, bool shuffle = false, Device? device = null,
                    int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true,
                    bool disposeDataset = true) =>
                    new(dataset, batchSize, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset);

                /// <summary>Batches of a data set in a given order.</summary>
                public static IterableDataLoader DataLoader(
                    IterableDataset dataset, int batchSize, IEnumerable<long> shuffler,
                    Device? device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true,
                    bool disposeDataset = true) =>
                    new(dataset, batchSize, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset);

                /// <summary>Batches of a data set in order, or shuffled.</summary>
                public static IterableDataLoader DataLoader(
                    IterableDataset dataset, int batchSize, bool shuffle = false,
                    Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false,
                    bool disposeBatch = true, bool disposeDataset = true) =>
                    new(dataset, batchSize, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset);
            }
        }
    }
}
