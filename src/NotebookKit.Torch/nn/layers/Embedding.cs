using NotebookKit.Torch.Generated;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A learned row [D] for each index: int64 [...] to [..., D].</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private readonly long _paddingIndex;
        private readonly double? _maxNorm;
        private readonly double _normType;
        private readonly bool _scaleGradByFreq;
        private readonly bool _sparse;

        internal Embedding(long num_embeddings, long embedding_dims, long? padding_idx, double? max_norm, double norm_type,
            bool scale_grad_by_freq, bool sparse, Device? device, ScalarType? dtype)
            : base(nameof(Embedding))
        {
            if (padding_idx is { } index && (index < -num_embeddings || index >= num_embeddings))
            {
                throw new ArgumentException(
                    $"padding_idx must be one of the {num_embeddings} rows, but is {index}.");
            }
            _paddingIndex = padding_idx is { } p ? (p + num_embeddings) % num_embeddings : -1;
            _maxNorm = max_norm;
            _normType = norm_type;
            _scaleGradByFreq = scale_grad_by_freq;
            _sparse = sparse;
            weight = FanInInit.Empty([num_embeddings, embedding_dims], device, dtype);
            nn.init.normal_(weight);
            if (_paddingIndex < 0) return;
            using var guard = no_grad();
            using var row = weight.select(0, _paddingIndex);
            row.zero_();
        }

        /// <summary>[rows, D], standard normal at first; the padding row is zero and stays so.</summary>
        public Parameter? weight
        {
            get => GetParameter(nameof(weight));
            set => SetParameter(nameof(weight), value);
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input)
        {
            if (_maxNorm is { } limit)
            {
                using var guard = no_grad();
                using var flat = input.reshape(-1);
                Ops.embedding_renorm_(weight!, flat, limit, _normType);
            }
            return Ops.embedding(weight!, input, _paddingIndex, _scaleGradByFreq, _sparse);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A learned row for each of <paramref name="num_embeddings"/> indices.</summary>
            public static Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null,
                double? max_norm = null, double norm_type = 2, bool scale_grad_by_freq = false, bool sparse = false,
                Device? device = null, ScalarType? dtype = null) =>
                new(num_embeddings, embedding_dims, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse, device, dtype);
        }
    }
}
