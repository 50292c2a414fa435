using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>x sigmoid(x) (Elfwing et al. 2017).</summary>
    public sealed class SiLU : ParameterLessModule<Tensor, Tensor>
    {
        internal SiLU(bool inplace) : base(nameof(SiLU))
        {
            this.inplace = inplace;
        }

        /// <summary>Overwrites the input.</summary>
        public bool inplace { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => F.silu(tensor, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x sigmoid(x) (Elfwing et al. 2017).</summary>
            public static Modules.SiLU SiLU() => new(false);

            /// <summary>x sigmoid(x) (Elfwing et al. 2017).</summary>
            public static Modules.SiLU SiLU(bool inplace) => new(inplace);
        }
    }
}
