using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>How often each of K categories comes in a number of independent draws.</summary>
    public class Multinomial : distributions.Distribution
    {
        private readonly int _count;
        private readonly Categorical _one;
        private readonly bool _byProbs;

        internal Multinomial(int total_count, Tensor? probs, Tensor? logits, Generator? generator)
            : base(generator, Likelihoods.One(probs, logits, nameof(Multinomial)).shape[..^1],
                new Size((probs ?? logits)!.shape[^1]))
        {
            if (total_count < 0)
            {
                throw new ArgumentException($"Multinomial needs total_count of 0 or more, but it is {total_count}.");
            }
            _count = total_count;
            _byProbs = probs is not null;
            _one = new(probs, logits, generator);
        }

        /// <summary>Probabilities of the categories, [batch, K].</summary>
        public Tensor probs => _one.probs;

        /// <summary>Logarithms of the probabilities, [batch, K].</summary>
        public Tensor logits => _one.logits;

        /// <inheritdoc/>
        public override Tensor mean
        {
            get
            {
                using var scope = NewDisposeScope();
                return (_count * probs).MoveToOuterDisposeScope();
            }
        }

        /// <inheritdoc/>
        public override Tensor variance
        {
            get
            {
                using var scope = NewDisposeScope();
                return (_count * probs * (1 - probs)).MoveToOuterDisposeScope();
            }
        }

        /// <summary>Draws counts [sample shape, batch, K] of the parameters' type; no gradient flows.</summary>
        public override Tensor rsample(params long[] sample_shape)
        {
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            // [sample shape, batch, count]
            var draws = _one.sample([_count, .. sample_shape]).movedim([0], [-1]);
            var counts = zeros(Extended(sample_shape), ScalarType.Int64, draws.device);
            counts.scatter_add_(-1, draws, ones_like(draws));
            return counts.to(probs.dtype).MoveToOuterDisposeScope();
        }

        /// <summary>Logarithm of the probability of counts [..., K].</summary>
        public override Tensor log_prob(Tensor value)
        {
            using var scope = NewDisposeScope();
            var both = broadcast_tensors(logits, value);
            var (l, n) = (both[0], both[1]);
            var orders = (n.sum(-1) + 1).lgamma() - (n + 1).lgamma().sum(-1);
            var possible = l.masked_fill(n.eq(0).logical_and(l.eq(double.NegativeInfinity)), 0);
            return (orders + (possible * n).sum(-1)).MoveToOuterDisposeScope();
        }

        /// <inheritdoc/>
        public override Tensor entropy()
        {
            using var scope = NewDisposeScope();
            var p = probs;
            using var binomial = new Binomial(full(p.shape, _count, p.dtype, p.device), p, null, null);
            var counts = binomial.Values(_count, p.shape.Length).narrow(0, 1, _count);            // [count, 1, ..., 1]
            var term = (binomial.log_prob(counts).exp() * (counts + 1).lgamma()).sum([0, -1]);
            var logFactorial = full([], _count + 1, p.dtype, p.device).lgamma();
            return (_count * _one.entropy() - logFactorial + term).MoveToOuterDisposeScope();
        }

        /// <inheritdoc/>
        public override distributions.Distribution expand(Size batch_shape, distributions.Distribution? instance = null)
        {
            RefuseInstance(instance);
            using var scope = NewDisposeScope();
            long[] shape = [.. batch_shape.Shape, .. Event.Shape];
            return _byProbs
                ? new Multinomial(_count, probs.expand(shape), null, Source)
                : new Multinomial(_count, null, logits.expand(shape), Source);
        }

        /// <inheritdoc/>
        protected override void Dispose(bool disposing)
        {
            if (disposing) _one.Dispose();
            base.Dispose(disposing);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            /// <summary>Multinomial distributions from weights [..., K] or unnormalised log weights (exactly one of
            /// the two).</summary>
            public static Multinomial Multinomial(int total_count, Tensor? probs = null, Tensor? logits = null,
                Generator? generator = null) =>
                new(total_count, probs, logits, generator);

            /// <summary>Equal chances for each category.</summary>
            public static Multinomial Multinomial(int total_count, int categories, Generator? generator = null)
            {
                using var scope = NewDisposeScope();
                return new(total_count, ones(categories), null, generator);
            }
        }
    }
}
