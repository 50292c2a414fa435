using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Rows of tensors with equal first dimension: item k is row k of each.</summary>
    public sealed class TensorDataset : utils.data.IterableDataset
    {
        private readonly Tensor[] _tensors;

        internal TensorDataset(Tensor[] tensors)
        {
            if (tensors.Length == 0 || tensors.Any(t => t.ndim == 0 || t.shape[0] != tensors[0].shape[0]))
            {
                throw new ArgumentException(
                    "TensorDataset needs tensors with equal first dimension, but got " +
                    string.Join(", ", tensors.Select(t => $"[{string.Join(", ", t.shape)}]")) + ".");
            }
            _tensors = [.. tensors.Select(t => t.alias().DetachFromDisposeScope())];
        }

        /// <inheritdoc/>
        public override long Count => _tensors[0].shape[0];

        /// <summary>Row <paramref name="index"/> of each tensor.</summary>
        public IList<Tensor> this[long index] => [.. _tensors.Select(t => t.select(0, index))];

        /// <inheritdoc/>
        public override IList<Tensor> GetTensor(long index) => this[index];

        /// <inheritdoc/>
        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                foreach (var tensor in _tensors) tensor.Dispose();
            }
            base.Dispose(disposing);
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
                /// <summary>Rows of tensors with equal first dimension. The tensors stay the caller's.</summary>
                public static TensorDataset TensorDataset(params Tensor[] tensors) => new(tensors);
            }
        }
    }
}
