using NotebookKit.Torch.Generated;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    /// <summary>How the rows of a bag become one.</summary>
    public enum EmbeddingBagMode
    {
        /// <summary>Their sum.</summary>
        Sum = 0,
        /// <summary>Their mean.</summary>
        Mean = 1,
        /// <summary>Their largest elements.</summary>
        Max = 2,
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Sum, mean or maximum of the learned rows [D] of each bag of indices, without the rows in
    /// between.</summary>
    public sealed class EmbeddingBag : nn.Module<Tensor, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor>,
        nn.IModule<Tensor, Tensor, Tensor>
    {
        private readonly double? _maxNorm;
        private readonly double _normType;
        private readonly bool _scaleGradByFreq;
        private readonly EmbeddingBagMode _mode;
        private readonly bool _sparse;
        private readonly bool _includeLastOffset;
        private readonly long? _paddingIndex;

        internal EmbeddingBag(long num_embeddings, long embedding_dims, double? max_norm, double norm_type,
            bool scale_grad_by_freq, EmbeddingBagMode mode, bool sparse, bool include_last_offset, long padding_index,
            Device? device, ScalarType? dtype) : base(nameof(EmbeddingBag))
        {
            if (padding_index >= num_embeddings)
            {
                throw new ArgumentException(
                    $"padding_index must be one of the {num_embeddings} rows, or -1 for none, but is {padding_index}.");
            }
            _maxNorm = max_norm;
            _normType = norm_type;
            _scaleGradByFreq = scale_grad_by_freq;
            _mode = mode;
            _sparse = sparse;
            _includeLastOffset = include_last_offset;
            _paddingIndex = padding_index < 0 ? null : padding_index;
            weight = FanInInit.Empty([num_embeddings, embedding_dims], device, dtype);
            nn.init.normal_(weight);
            if (_paddingIndex is not { } padding) return;
            using var guard = no_grad();
            using var row = weight.select(0, padding);
            row.zero_();
        }

        /// <summary>[rows, D], standard normal at first; the padding row is zero and counts in no bag.</summary>
        public Parameter? weight
        {
            get => GetParameter(nameof(weight));
            set => SetParameter(nameof(weight), value);
        }

        /// <summary>Reduces each bag.</summary>
        /// <param name="input">Indices, int32 or int64: [N, L] for N bags of L, or [M] with offsets.</param>
        /// <param name="offsets">[N]: where each bag starts in a flat input; null when the input is [N, L].</param>
        /// <param name="perSampleWeights">As the input: a factor for each row (sum only); null for ones.</param>
        /// <returns>[N, D]; zeros for an empty bag.</returns>
        /// <exception cref="ArgumentException">Input and offsets do not fit together.</exception>
        public override Tensor forward(Tensor input, Tensor? offsets, Tensor? perSampleWeights)
        {
            using var scope = NewDisposeScope();
            if ((input.ndim == 2) == (offsets is not null) || input.ndim is 0 or > 2)
            {
                throw new ArgumentException(
                    "EmbeddingBag needs [N, L] without offsets or [M] with offsets, " +
                    $"but input is [{string.Join(", ", input.shape)}] " +
                    (offsets is null ? "without offsets." : "with offsets."));
            }
            if (offsets is null)
            {
                var (bags, length) = (input.shape[0], input.shape[1]);
                offsets = arange(0, bags * length, Math.Max(1, length), dtype: input.dtype, device: input.device);
                if (length == 0) offsets = zeros([bags], input.dtype, input.device);
                if (_includeLastOffset) offsets = cat([offsets, full([1], bags * length, input.dtype, input.device)]);
                input = input.reshape(-1);
                perSampleWeights = perSampleWeights?.reshape(-1);
            }
            if (_maxNorm is { } limit)
            {
                using var guard = no_grad();
                Ops.embedding_renorm_(weight!, input, limit, _normType);
            }
            var (output, _, _, _) = Ops.embedding_bag_padding_idx(weight!, input, offsets, _scaleGradByFreq,
                (long)_mode,
                _sparse, perSampleWeights, _includeLastOffset, _paddingIndex);
            return output.MoveToOuterDisposeScope();
        }

        /// <summary>Reduces each row of [N, L].</summary>
        public Tensor call(Tensor input) => call(input, null, null);

        /// <summary>Reduces the bags of a flat input.</summary>
        public Tensor call(Tensor input, Tensor offsets) => call(input, offsets, null);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Sum, mean or maximum of the learned rows of each bag of indices.</summary>
            public static EmbeddingBag EmbeddingBag(long num_embeddings, long embedding_dims, double? max_norm = null,
                double norm_type = 2, bool scale_grad_by_freq = false, EmbeddingBagMode mode = EmbeddingBagMode.Mean,
                bool sparse = false, bool include_last_offset = false, long padding_index = -1,
                Device? device = null, ScalarType? dtype = null) =>
                new(num_embeddings, embedding_dims, max_norm, norm_type, scale_grad_by_freq, mode, sparse,
                    include_last_offset, padding_index, device, dtype);
        }
    }
}
