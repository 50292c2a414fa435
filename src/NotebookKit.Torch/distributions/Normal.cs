using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Normal distribution of mean loc and standard deviation scale.</summary>
    public class Normal : distributions.Distribution
    {
        private readonly Tensor _loc;
        private readonly Tensor _scale;

        internal Normal(Tensor loc, Tensor scale, Generator? generator) : base(generator, loc.shape)
        {
            _loc = Keep(loc);
            _scale = Keep(scale);
        }

        /// <inheritdoc/>
        public override Tensor mean => _loc;

        /// <inheritdoc/>
        public override Tensor stddev => _scale;

        /// <inheritdoc/>
        public override Tensor variance => _scale.pow(2);

        /// <summary>Draws loc + scale * standard normal; gradients flow to both.</summary>
        public override Tensor rsample(params long[] sample_shape)
        {
            using var scope = NewDisposeScope();
            var noise = randn(Extended(sample_shape), _loc.dtype, _loc.device, generator: Source);
            return (_loc + noise * _scale).MoveToOuterDisposeScope();
        }

        /// <inheritdoc/>
        public override Tensor log_prob(Tensor value)
        {
            using var scope = NewDisposeScope();
            var distance = (value - _loc).pow(2) / (2 * _scale.pow(2));
            return (-distance - _scale.log() - 0.5 * Math.Log(2 * Math.PI)).MoveToOuterDisposeScope();
        }

        /// <inheritdoc/>
        public override Tensor entropy()
        {
            using var scope = NewDisposeScope();
            return (_scale.log() + (0.5 + 0.5 * Math.Log(2 * Math.PI))).MoveToOuterDisposeScope();
        }

        /// <inheritdoc/>
        public override distributions.Distribution expand(Size batch_shape, distributions.Distribution? instance = null)
        {
            RefuseInstance(instance);
            using var scope = NewDisposeScope();
            return new Normal(_loc.expand(batch_shape.Shape), _scale.expand(batch_shape.Shape), Source);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            /// <summary>Normal distributions; the two parameters broadcast.</summary>
            /// <param name="loc">Means.</param>
            /// <param name="scale">Standard deviations, greater than 0.</param>
            /// <param name="generator">Source of random numbers; null for the default one.</param>
            public static Normal Normal(Tensor loc, Tensor scale, Generator? generator = null)
            {
                using var scope = NewDisposeScope();
                var both = broadcast_tensors(loc, scale);
                return new(both[0], both[1], generator);
            }

            /// <summary>A normal distribution.</summary>
            public static Normal Normal(float loc, float scale = 1, Generator? generator = null)
            {
                using var scope = NewDisposeScope();
                return new(tensor(loc), tensor(scale), generator);
            }

            /// <summary>A normal distribution in double precision.</summary>
            public static Normal Normal(double loc, double scale = 1, Generator? generator = null)
            {
                using var scope = NewDisposeScope();
                return new(tensor(loc), tensor(scale), generator);
            }
        }
    }
}
