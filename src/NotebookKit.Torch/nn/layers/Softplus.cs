using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>log(1 + exp(beta x)) / beta, linear above the threshold.</summary>
    public sealed class Softplus : ParameterLessModule<Tensor, Tensor>
    {
        internal Softplus(double beta, double threshold) : base(nameof(Softplus))
        {
            this.beta = beta;
            this.threshold = threshold;
        }

        /// <summary>Sharpness.</summary>
        public double beta { get; set; }

        /// <summary>Where beta x is large enough to be linear.</summary>
        public double threshold { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => F.softplus(tensor, beta, threshold);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>log(1 + exp(beta x)) / beta, linear above the threshold.</summary>
            public static Modules.Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);
        }
    }
}
