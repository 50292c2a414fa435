using System.Collections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Groups the items of a data set into batches, in order or shuffled anew in each pass.</summary>
    public class DataLoader<T, S> : IEnumerable<S>, IDisposable
    {
        private readonly int? _seed;
        private readonly bool _shuffle;
        private readonly IEnumerable<long>? _shuffler;
        private int _passes;

        /// <summary>Items in the order of <paramref name="shuffler"/>, which is read anew in each pass.</summary>
        public DataLoader(utils.data.Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn,
            IEnumerable<long> shuffler, Device? device = null, int num_worker = 1, bool drop_last = false,
            bool disposeBatch = true, bool disposeDataset = true)
            : this(dataset, batchSize, collate_fn, shuffle: false, device, seed: null, num_worker, drop_last, disposeBatch, disposeDataset)
        {
            _shuffler = shuffler;
        }

        /// <summary>Items in order or, with <paramref name="shuffle"/>, in a new random order in each pass.</summary>
        /// <param name="dataset">Items; freed with the loader by default.</param>
        /// <param name="batchSize">Items in a batch, 1 or more.</param>
        /// <param name="collate_fn">Makes a batch of items on a device.</param>
        /// <param name="shuffle">Random order.</param>
        /// <param name="device">Where batches go; CPU by default.</param>
        /// <param name="seed">The first pass with the same seed has the same order; null draws one from the default generator.</param>
        /// <param name="num_worker">Threads that fetch the items of a batch.</param>
        /// <param name="drop_last">Leaves out a last batch that is not full.</param>
        /// <param name="disposeBatch">Frees a batch's tensors when the enumerator moves on.</param>
        /// <param name="disposeDataset">Frees the data set with the loader.</param>
        public DataLoader(utils.data.Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn,
            bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false,
            bool disposeBatch = true, bool disposeDataset = true)
        {
            if (batchSize < 1) throw new ArgumentException($"batchSize must be 1 or more, but is {batchSize}.");
            this.dataset = dataset;
            batch_size = batchSize;
            this.collate_fn = collate_fn;
            _shuffle = shuffle;
            _seed = seed;
            Device = device ?? CPU;
            num_workers = Math.Max(1, num_worker);
            this.drop_last = drop_last;
            DisposeBatch = disposeBatch;
            DisposeDataset = disposeDataset;
        }

        /// <summary>The items.</summary>
        public utils.data.Dataset<T> dataset { get; }

        /// <summary>Items in a batch.</summary>
        public int batch_size { get; }

        /// <summary>Leaves out a last batch that is not full.</summary>
        public bool drop_last { get; }

        /// <summary>The order of the next pass.</summary>
        public IEnumerable<long> sampler => _shuffler ?? (_shuffle ? Shuffled() : Enumerable.Range(0, (int)dataset.Count).Select(i => (long)i));

        /// <summary>Threads that fetch the items of a batch.</summary>
        public int num_workers { get; }

        /// <summary>Makes a batch of items on a device.</summary>
        public Func<IEnumerable<T>, Device, S> collate_fn { get; }

        /// <summary>Where batches go.</summary>
        public Device Device { get; }

        /// <summary>Frees a batch's tensors when the enumerator moves on.</summary>
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
                var items = Fetch(indices);
                S batch;
                using (NewDisposeScope())
                {
                    batch = collate_fn(items, Device);
                    foreach (var tensor in TensorsOf(batch)) tensor.DetachFromDisposeScope();
                }
                foreach (var tensor in items.SelectMany(TensorsOf)) tensor.Dispose();
                try
                {
                    yield return batch;
                }
                finally
                {
                    if (DisposeBatch)
                    {
                        foreach (var tensor in TensorsOf(batch)) tensor.Dispose();
                    }
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

        private T[] Fetch(long[] indices)
        {
            var items = new T[indices.Length];
            if (num_workers == 1)
            {
                for (var k = 0; k < items.Length; k++) items[k] = dataset.GetTensor(indices[k]);
            }
            else
            {
                Parallel.For(0, items.Length, new ParallelOptions { MaxDegreeOfParallelism = num_workers },
                    k => items[k] = dataset.GetTensor(indices[k]));
            }
            return items;
        }

        private long[] Shuffled()
        {
            using var drawn = _seed is null ? randint(int.MaxValue, [1]) : null;
            var random = new Random((_seed ?? (int)drawn!.ToInt64()) + _passes++);
            var order = new long[dataset.Count];
            for (var k = 0; k < order.Length; k++) order[k] = k;
            random.Shuffle(order);
            return order;
        }

        private static IEnumerable<Tensor> TensorsOf<V>(V value) => value switch
        {
            Tensor tensor => [tensor],
            IEnumerable<Tensor> tensors => tensors,
            IEnumerable<KeyValuePair<string, Tensor>> named => named.Select(p => p.Value),
            _ => [],
        };
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
            int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
            : base(dataset, batchSize, Stack, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset)
        {
        }

        private static Dictionary<string, Tensor> Stack(IEnumerable<Dictionary<string, Tensor>> items, Device device)
        {
            var list = items.ToList();
            return list[0].Keys.ToDictionary(k => k, k => stack(list.Select(i => i[k]).ToArray()).to(device));
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
            Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true,
            bool disposeDataset = true)
            : base(dataset, batchSize, Stack, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset)
        {
        }

        private static IList<Tensor> Stack(IEnumerable<IList<Tensor>> items, Device device)
        {
            var list = items.ToList();
            return [.. Enumerable.Range(0, list[0].Count).Select(k => stack(list.Select(i => i[k]).ToArray()).to(device))];
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
                public static DataLoader DataLoader(Dataset dataset, int batchSize, bool shuffle = false, Device? device = null,
                    int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true,
                    bool disposeDataset = true) =>
                    new(dataset, batchSize, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset);

                /// <summary>Batches of a data set in a given order.</summary>
                public static IterableDataLoader DataLoader(IterableDataset dataset, int batchSize, IEnumerable<long> shuffler,
                    Device? device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true,
                    bool disposeDataset = true) =>
                    new(dataset, batchSize, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset);

                /// <summary>Batches of a data set in order, or shuffled.</summary>
                public static IterableDataLoader DataLoader(IterableDataset dataset, int batchSize, bool shuffle = false,
                    Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false,
                    bool disposeBatch = true, bool disposeDataset = true) =>
                    new(dataset, batchSize, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset);
            }
        }
    }
}
