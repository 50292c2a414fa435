using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>x relu6(x + 3) / 6 (Howard et al. 2019).</summary>
    public sealed class Hardswish : ParameterLessModule<Tensor, Tensor>
    {
        internal Hardswish(bool inplace) : base(nameof(Hardswish))
        {
            this.inplace = inplace;
        }

        /// <summary>Overwrites the input.</summary>
        public bool inplace { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => F.hardswish(tensor, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x relu6(x + 3) / 6 (Howard et al. 2019).</summary>
            public static Modules.Hardswish Hardswish(bool inplace = false) => new(inplace);
        }
    }
}
