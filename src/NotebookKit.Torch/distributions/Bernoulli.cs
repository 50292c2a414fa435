using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Yes (1) with a probability, else no (0).</summary>
    public class Bernoulli : distributions.Distribution
    {
        private readonly Likelihoods _chance;

        internal Bernoulli(Tensor? probs, Tensor? logits, Generator? generator)
            : base(generator, Likelihoods.One(probs, logits, nameof(Bernoulli)).shape)
        {
            _chance = new(probs is null ? null : Keep(probs), logits is null ? null : Keep(logits), Binary: true);
        }

        /// <summary>Probability of 1.</summary>
        public Tensor probs => _chance.ToProbs();

        /// <summary>Log odds of 1.</summary>
        public Tensor logits => _chance.ToLogits();

        /// <inheritdoc/>
        public override Tensor mean => probs;

        /// <inheritdoc/>
        public override Tensor variance
        {
            get
            {
                using var scope = NewDisposeScope();
                return (probs * (1 - probs)).MoveToOuterDisposeScope();
            }
        }

        /// <summary>Draws zeros and ones; no gradient flows.</summary>
        public override Tensor rsample(params long[] sample_shape)
        {
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            return bernoulli(probs.expand(Extended(sample_shape)), Source).MoveToOuterDisposeScope();
        }

        /// <inheritdoc/>
        public override Tensor log_prob(Tensor value)
        {
            using var scope = NewDisposeScope();
            var both = broadcast_tensors(logits, value);
            return (-F.binary_cross_entropy_with_logits(both[0], both[1],
                reduction: nn.Reduction.None)).MoveToOuterDisposeScope();
        }

        /// <inheritdoc/>
        public override Tensor entropy()
        {
            using var scope = NewDisposeScope();
            return F.binary_cross_entropy_with_logits(logits, probs,
                reduction: nn.Reduction.None).MoveToOuterDisposeScope();
        }

        /// <inheritdoc/>
        public override distributions.Distribution expand(Size batch_shape, distributions.Distribution? instance = null)
        {
            RefuseInstance(instance);
            using var scope = NewDisposeScope();
            return new Bernoulli(_chance.Probs?.expand(batch_shape.Shape), _chance.Logits?.expand(batch_shape.Shape),
                Source);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            /// <summary>Bernoulli distributions, by probability or by log odds (exactly one of the two).</summary>
            public static Bernoulli Bernoulli(Tensor? probs = null, Tensor? logits = null,
                Generator? generator = null) =>
                new(probs, logits, generator);

            /// <summary>A Bernoulli distribution, by probability or by log odds.</summary>
            public static Bernoulli Bernoulli(float? probs, float? logits, Generator? generator = null)
            {
                using var scope = NewDisposeScope();
                return new(probs is { } p ? tensor(p) : null, logits is { } l ? tensor(l) : null, generator);
            }

            /// <summary>A Bernoulli distribution in double precision, by probability or by log odds.</summary>
            public static Bernoulli Bernoulli(double? probs, double? logits, Generator? generator = null)
            {
                using var scope = NewDisposeScope();
                return new(probs is { } p ? tensor(p) : null, logits is { } l ? tensor(l) : null, generator);
            }
        }
    }
}
