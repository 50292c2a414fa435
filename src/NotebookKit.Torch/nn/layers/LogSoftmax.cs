using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Logarithm of the softmax along one dimension.</summary>
    public sealed class LogSoftmax : ParameterLessModule<Tensor, Tensor>
    {
        internal LogSoftmax(long dim) : base(nameof(LogSoftmax))
        {
            this.dim = dim;
        }

        /// <summary>The dimension that sums to 1 after exp.</summary>
        public long dim { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => F.log_softmax(tensor, dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Logarithm of the softmax along one dimension.</summary>
            public static Modules.LogSoftmax LogSoftmax(long dim) => new(dim);
        }
    }
}
