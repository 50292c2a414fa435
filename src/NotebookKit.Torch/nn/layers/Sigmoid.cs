using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>1 / (1 + exp(-x)).</summary>
    public sealed class Sigmoid : ParameterLessModule<Tensor, Tensor>
    {
        internal Sigmoid(bool inplace) : base(nameof(Sigmoid))
        {
            this.inplace = inplace;
        }

        /// <summary>Overwrites the input.</summary>
        public bool inplace { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => F.sigmoid(tensor, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>1 / (1 + exp(-x)).</summary>
            public static Modules.Sigmoid Sigmoid() => new(false);

            /// <summary>1 / (1 + exp(-x)).</summary>
            public static Modules.Sigmoid Sigmoid(bool inplace) => new(inplace);
        }
    }
}
