using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Absolute difference.</summary>
    public sealed class L1Loss : Loss<Tensor, Tensor, Tensor>
    {
        /// <summary>Keeps the options.</summary>
        public L1Loss(nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            F.l1_loss(input, target, reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Absolute difference.</summary>
            public static Modules.L1Loss L1Loss(Reduction reduction = Reduction.Mean) =>
                new(reduction);
        }
    }
}
