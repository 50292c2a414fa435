using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>exp(x) over its sum along one dimension.</summary>
    public sealed class Softmax : ParameterLessModule<Tensor, Tensor>
    {
        internal Softmax(long dim) : base(nameof(Softmax))
        {
            this.dim = dim;
        }

        /// <summary>The dimension that sums to 1.</summary>
        public long dim { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => F.softmax(tensor, dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>exp(x) over its sum along one dimension.</summary>
            public static Modules.Softmax Softmax(long dim) => new(dim);
        }
    }
}
