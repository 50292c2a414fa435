using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>One of K categories, 0 to K - 1; mean and variance are not defined (NaN).</summary>
    public class Categorical : distributions.Distribution
    {
        private readonly Likelihoods _chance;

        internal Categorical(Tensor? probs, Tensor? logits, Generator? generator) : base(generator, Batches(probs,
            logits))
        {
            using var scope = NewDisposeScope();
            _chance = new(
                probs is null ? null : Keep(probs / probs.sum(-1, keepdim: true)),
                logits is null ? null : Keep(logits - logits.logsumexp(-1, keepdim: true)),
                Binary: false);
        }

        /// <summary>Probabilities, [batch, K], with sum 1.</summary>
        public Tensor probs => _chance.ToProbs();

        /// <summary>Logarithms of the probabilities, [batch, K].</summary>
        public Tensor logits => _chance.ToLogits();

        /// <inheritdoc/>
        public override Tensor mean => full(Batch.Shape, double.NaN, _chance.Given.dtype, _chance.Given.device);

        /// <inheritdoc/>
        public override Tensor variance => full(Batch.Shape, double.NaN, _chance.Given.dtype, _chance.Given.device);

        /// <summary>Number of categories.</summary>
        internal long Count => _chance.Given.shape[^1];

        /// <summary>Draws categories, int64; no gradient flows.</summary>
        public override Tensor rsample(params long[] sample_shape)
        {
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            var rows = probs.reshape(-1, Count);                                                       // [batch, K]
            var draws = rows.multinomial(sample_shape.TotalSize(), replacement: true, Source).transpose(0, 1);
            return draws.reshape(Extended(sample_shape)).MoveToOuterDisposeScope();
        }

        /// <summary>Logarithm of the probability of each category in <paramref name="value"/>.</summary>
        public override Tensor log_prob(Tensor value)
        {
            using var scope = NewDisposeScope();
            var both = broadcast_tensors(value.to(ScalarType.Int64).unsqueeze(-1), logits);            // [..., K]
            return both[1].gather(-1, both[0].narrow(-1, 0, 1)).squeeze(-1).MoveToOuterDisposeScope();
        }

        /// <inheritdoc/>
        public override Tensor entropy()
        {
            using var scope = NewDisposeScope();
            var finite = logits.clamp(min: finfo(_chance.Given.dtype).min);
            return (-(finite * probs).sum(-1)).MoveToOuterDisposeScope();
        }

        /// <inheritdoc/>
        public override distributions.Distribution expand(Size batch_shape, distributions.Distribution? instance = null)
        {
            RefuseInstance(instance);
            using var scope = NewDisposeScope();
            long[] shape = [.. batch_shape.Shape, Count];
            return new Categorical(_chance.Probs?.expand(shape), _chance.Logits?.expand(shape), Source);
        }

        private static Size Batches(Tensor? probs, Tensor? logits)
        {
            var given = Likelihoods.One(probs, logits, nameof(Categorical));
            return given.ndim > 0
                ? given.shape[..^1]
                : throw new ArgumentException("Categorical needs probs or logits [..., K], but they are [].");
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            /// <summary>Categorical distributions from weights [..., K] or unnormalised log weights (exactly one of
            /// the two).</summary>
            public static Categorical Categorical(Tensor? probs = null, Tensor? logits = null,
                Generator? generator = null) =>
                new(probs, logits, generator);

            /// <summary>Equal chances for each category.</summary>
            public static Categorical Categorical(int categories, Generator? generator = null)
            {
                using var scope = NewDisposeScope();
                return new(ones(categories), null, generator);
            }
        }
    }
}
