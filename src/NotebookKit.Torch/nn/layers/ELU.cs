using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>x where positive, else alpha (exp(x) - 1).</summary>
    public sealed class ELU : ParameterLessModule<Tensor, Tensor>
    {
        internal ELU(double alpha, bool inplace) : base(nameof(ELU))
        {
            this.alpha = alpha;
            this.inplace = inplace;
        }

        /// <summary>Limit below zero.</summary>
        public double alpha { get; set; }

        /// <summary>Overwrites the input.</summary>
        public bool inplace { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => F.elu(tensor, alpha, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x where positive, else alpha (exp(x) - 1).</summary>
            public static Modules.ELU ELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);
        }
    }
}
