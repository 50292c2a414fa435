using NotebookKit.Torch.Generated;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>How many of a number of independent trials succeed.</summary>
    public class Binomial : distributions.Distribution
    {
        private readonly Tensor _count;
        private readonly Likelihoods _chance;

        internal Binomial(Tensor total_count, Tensor? probs, Tensor? logits, Generator? generator)
            : base(generator, Likelihoods.One(probs, logits, nameof(Binomial)).shape)
        {
            _count = Keep(total_count);
            _chance = new(probs is null ? null : Keep(probs), logits is null ? null : Keep(logits), Binary: true);
        }

        /// <summary>Probability of success in one trial.</summary>
        public Tensor probs => _chance.ToProbs();

        /// <summary>Log odds of success in one trial.</summary>
        public Tensor logits => _chance.ToLogits();

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

        /// <summary>Draws numbers of successes; no gradient flows.</summary>
        public override Tensor rsample(params long[] sample_shape)
        {
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            var shape = Extended(sample_shape);
            return Ops.binomial(_count.expand(shape), probs.expand(shape), Source).MoveToOuterDisposeScope();
        }

        /// <inheritdoc/>
        public override Tensor log_prob(Tensor value)
        {
            using var scope = NewDisposeScope();
            var l = logits;
            // n max(l, 0) + n log(1 + exp(-|l|)): the softplus without overflow, with gradient 1/2 at 0.
            var positive = (l.clamp(min: 0) + l - l.clamp(max: 0)) / 2;
            var normalizer = _count * positive + _count * (-l.abs()).exp().log1p() - (_count + 1).lgamma();
            var orders = (value + 1).lgamma() + (_count - value + 1).lgamma();
            return (value * l - orders - normalizer).MoveToOuterDisposeScope();
        }

        /// <summary>Entropy by the sum over all numbers of successes; all counts must be the same.</summary>
        /// <exception cref="NotSupportedException">Counts differ.</exception>
        public override Tensor entropy()
        {
            using var scope = NewDisposeScope();
            var (most, least) = (_count.max().ToInt64(), _count.min().ToInt64());
            if (most != least)
            {
                throw new NotSupportedException(
                    $"Binomial.entropy needs the same total_count everywhere, but it runs from {least} to {most}.");
            }
            var logs = log_prob(Values(most, Batch.Length));                  // [count + 1, batch]
            return (-(logs.exp() * logs).sum([0L])).MoveToOuterDisposeScope();
        }

        /// <inheritdoc/>
        public override distributions.Distribution expand(Size batch_shape, distributions.Distribution? instance = null)
        {
            RefuseInstance(instance);
            using var scope = NewDisposeScope();
            var shape = batch_shape.Shape;
            return new Binomial(_count.expand(shape), _chance.Probs?.expand(shape), _chance.Logits?.expand(shape),
                Source);
        }

        /// <summary>0, 1, ..., count, as [count + 1, 1, ..., 1].</summary>
        internal Tensor Values(long count, int dimensions) =>
            arange(count + 1, dtype: _chance.Given.dtype, device: _chance.Given.device).view([count + 1,
                .. Enumerable.Repeat(1L, dimensions)]);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            /// <summary>Binomial distributions, by probability or by log odds (exactly one of the two), which
            /// broadcast with the counts.</summary>
            public static Binomial Binomial(Tensor total_count, Tensor? probs = null, Tensor? logits = null,
                Generator? generator = null)
            {
                using var scope = NewDisposeScope();
                var given = Likelihoods.One(probs, logits, nameof(Binomial));
                var both = broadcast_tensors(total_count.to(given.dtype).to(given.device), given);
                return new(both[0], probs is null ? null : both[1], logits is null ? null : both[1], generator);
            }

            /// <summary>A binomial distribution, by probability or by log odds.</summary>
            public static Binomial Binomial(int total_count, float? probs, float? logits, Generator? generator = null)
            {
                using var scope = NewDisposeScope();
                return Binomial(tensor((float)total_count), probs is { } p ? tensor(p) : null,
                    logits is { } l ? tensor(l) : null, generator);
            }

            /// <summary>A binomial distribution in double precision, by probability or by log odds.</summary>
            public static Binomial Binomial(int total_count, double? probs, double? logits, Generator? generator = null)
            {
                using var scope = NewDisposeScope();
                return Binomial(tensor((double)total_count), probs is { } p ? tensor(p) : null,
                    logits is { } l ? tensor(l) : null, generator);
            }
        }
    }
}
