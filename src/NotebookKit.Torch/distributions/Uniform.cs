using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Uniform distribution over [low, high).</summary>
    public class Uniform : distributions.Distribution
    {
        private readonly Tensor _low;
        private readonly Tensor _high;

        internal Uniform(Tensor low, Tensor high, Generator? generator) : base(generator, low.shape)
        {
            _low = Keep(low);
            _high = Keep(high);
        }

        /// <inheritdoc/>
        public override Tensor mean
        {
            get
            {
                using var scope = NewDisposeScope();
                return ((_high + _low) / 2).MoveToOuterDisposeScope();
            }
        }

        /// <inheritdoc/>
        public override Tensor variance
        {
            get
            {
                using var scope = NewDisposeScope();
                return ((_high - _low).pow(2) / 12).MoveToOuterDisposeScope();
            }
        }

        /// <summary>Draws low + u (high - low); gradients flow to both.</summary>
        public override Tensor rsample(params long[] sample_shape)
        {
            using var scope = NewDisposeScope();
            var u = rand(Extended(sample_shape), _low.dtype, _low.device, generator: Source);
            return (_low + u * (_high - _low)).MoveToOuterDisposeScope();
        }

        /// <summary>Logarithm of the density: minus infinity outside [low, high).</summary>
        public override Tensor log_prob(Tensor value)
        {
            using var scope = NewDisposeScope();
            var inside = _low.le(value).to(_low.dtype) * _high.gt(value).to(_low.dtype);
            return (inside.log() - (_high - _low).log()).MoveToOuterDisposeScope();
        }

        /// <inheritdoc/>
        public override Tensor entropy()
        {
            using var scope = NewDisposeScope();
            return (_high - _low).log().MoveToOuterDisposeScope();
        }

        /// <inheritdoc/>
        public override distributions.Distribution expand(Size batch_shape, distributions.Distribution? instance = null)
        {
            RefuseInstance(instance);
            using var scope = NewDisposeScope();
            return new Uniform(_low.expand(batch_shape.Shape), _high.expand(batch_shape.Shape), Source);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            /// <summary>Uniform distributions over [low, high); the two parameters broadcast.</summary>
            public static Uniform Uniform(Tensor low, Tensor high, Generator? generator = null)
            {
                using var scope = NewDisposeScope();
                var both = broadcast_tensors(low, high);
                return new(both[0], both[1], generator);
            }

            /// <summary>A uniform distribution over [low, high).</summary>
            public static Uniform Uniform(float low, float high, Generator? generator = null)
            {
                using var scope = NewDisposeScope();
                return new(tensor(low), tensor(high), generator);
            }

            /// <summary>A uniform distribution over [low, high) in double precision.</summary>
            public static Uniform Uniform(double low, double high, Generator? generator = null)
            {
                using var scope = NewDisposeScope();
                return new(tensor(low), tensor(high), generator);
            }
        }
    }
}
