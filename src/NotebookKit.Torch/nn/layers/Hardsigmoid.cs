using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>relu6(x + 3) / 6.</summary>
    public sealed class Hardsigmoid : ParameterLessModule<Tensor, Tensor>
    {
        internal Hardsigmoid(bool inplace) : base(nameof(Hardsigmoid))
        {
            this.inplace = inplace;
        }

        /// <summary>Overwrites the input.</summary>
        public bool inplace { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => F.hardsigmoid(tensor, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>relu6(x + 3) / 6.</summary>
            public static Modules.Hardsigmoid Hardsigmoid(bool inplace = false) => new(inplace);
        }
    }
}
