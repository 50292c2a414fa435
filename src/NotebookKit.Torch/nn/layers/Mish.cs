using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>x tanh(softplus(x)) (Misra 2019).</summary>
    public sealed class Mish : ParameterLessModule<Tensor, Tensor>
    {
        internal Mish(bool inplace) : base(nameof(Mish))
        {
            this.inplace = inplace;
        }

        /// <summary>Overwrites the input.</summary>
        public bool inplace { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => F.mish(tensor, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x tanh(softplus(x)) (Misra 2019).</summary>
            public static Modules.Mish Mish() => new(false);

            /// <summary>x tanh(softplus(x)) (Misra 2019).</summary>
            public static Modules.Mish Mish(bool inplace) => new(inplace);
        }
    }
}
