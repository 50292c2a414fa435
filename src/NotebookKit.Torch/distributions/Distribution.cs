namespace TorchSharp;

public static partial class torch
{
    /// <summary>Probability distributions: draws, densities, moments.</summary>
    public static partial class distributions
    {
        /// <summary>Base of the distributions: a batch of independent ones, each over one event.</summary>
        public abstract class Distribution : IDisposable
        {
            private readonly List<Tensor> _owned = [];

            /// <summary>Keeps the shapes and the source of random numbers.</summary>
            private protected Distribution(Generator? generator, Size batch_shape, Size event_shape = default)
            {
                Source = generator;
                Batch = batch_shape;
                Event = event_shape;
            }

            /// <summary>Source of random numbers; null for the default one.</summary>
            private protected Generator? Source { get; }

            /// <summary>Shape of the parameters.</summary>
            private protected Size Batch { get; }

            /// <summary>Shape of one draw: empty, or [K].</summary>
            private protected Size Event { get; }

            /// <summary>Expected value, in the shape of the batch and the event.</summary>
            public abstract Tensor mean { get; }

            /// <summary>Variance, in the shape of the batch and the event.</summary>
            public abstract Tensor variance { get; }

            /// <summary>Standard deviation.</summary>
            public virtual Tensor stddev
            {
                get
                {
                    using var scope = NewDisposeScope();
                    return variance.sqrt().MoveToOuterDisposeScope();
                }
            }

            /// <summary>Draws, without a gradient: [sample shape, batch, event].</summary>
            public virtual Tensor sample(params long[] sample_shape)
            {
                using var guard = no_grad();
                return rsample(sample_shape);
            }

            /// <summary>Draws, without a gradient: [sample shape, batch, event].</summary>
            public Tensor sample(Size sample_shape) => sample(sample_shape.Shape);

            /// <summary>
            /// Draws [sample shape, batch, event]; where a draw is a smooth function of the parameters, gradients flow
            /// to them.
            /// </summary>
            public abstract Tensor rsample(params long[] sample_shape);

            /// <inheritdoc cref="rsample(long[])"/>
            public Tensor rsample(Size sample_shape) => rsample(sample_shape.Shape);

            /// <summary>Logarithm of the density (or probability) at a value that fits the batch.</summary>
            public abstract Tensor log_prob(Tensor value);

            /// <summary>Entropy of each distribution of the batch, in nats.</summary>
            public abstract Tensor entropy();

            /// <summary>The same distribution with its parameters seen in a larger batch shape.</summary>
            /// <exception cref="ArgumentException">An instance was given: it could not take over the shape.</exception>
            public abstract Distribution expand(Size batch_shape, Distribution? instance = null);

            /// <summary>Frees the distribution's handles on its parameters.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees the distribution's handles on its parameters when <paramref name="disposing"/>.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach (var tensor in _owned) tensor.Dispose();
                _owned.Clear();
            }

            /// <summary>A handle of the distribution's own, which no dispose scope frees.</summary>
            private protected Tensor Keep(Tensor tensor)
            {
                var kept = tensor.alias().DetachFromDisposeScope();
                _owned.Add(kept);
                return kept;
            }

            /// <summary>Shape of draws.</summary>
            private protected long[] Extended(long[] sample_shape) => [.. sample_shape, .. Batch.Shape, .. Event.Shape];

            /// <summary>Refuses an instance to expand into: distributions do not change.</summary>
            private protected static void RefuseInstance(Distribution? instance)
            {
                if (instance is null) return;
                throw new ArgumentException(
                    $"expand(): instance must be null, but is a {instance.GetType().Name}; " +
                    "use the distribution that expand returns.");
            }
        }
    }
}
