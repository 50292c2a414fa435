using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Each element over the mean square of the channels around it (Krizhevsky et al. 2012, section
    /// 3.3).</summary>
    public sealed class LocalResponseNorm : ParameterLessModule<Tensor, Tensor>
    {
        internal LocalResponseNorm(long size, double alpha, double beta, double k) : base(nameof(LocalResponseNorm))
        {
            this.size = size;
            this.alpha = alpha;
            this.beta = beta;
            this.k = k;
        }

        /// <summary>Channels that count.</summary>
        public long size { get; set; }

        /// <summary>Factor of the mean square.</summary>
        public double alpha { get; set; }

        /// <summary>Exponent.</summary>
        public double beta { get; set; }

        /// <summary>Added to the mean square.</summary>
        public double k { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => F.local_response_norm(tensor, size, alpha, beta, k);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Each element over the mean square of the channels around it (Krizhevsky et al. 2012, section
            /// 3.3).</summary>
            public static Modules.LocalResponseNorm LocalResponseNorm(long size, double alpha = 1e-4,
                double beta = 0.75, double k = 1) => new(size, alpha, beta, k);
        }
    }
}
