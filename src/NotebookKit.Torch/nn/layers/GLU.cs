using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>First half times the sigmoid of the second half.</summary>
    public sealed class GLU : ParameterLessModule<Tensor, Tensor>
    {
        internal GLU(long dim) : base(nameof(GLU))
        {
            this.dim = dim;
        }

        /// <summary>The dimension that is halved.</summary>
        public long dim { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => F.glu(tensor, dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>First half times the sigmoid of the second half.</summary>
            public static Modules.GLU GLU(long dim = -1) => new(dim);
        }
    }
}
