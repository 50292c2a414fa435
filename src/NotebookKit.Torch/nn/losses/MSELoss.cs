using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Squared difference.</summary>
    public sealed class MSELoss : Loss<Tensor, Tensor, Tensor>
    {
        /// <summary>Keeps the options.</summary>
        public MSELoss(nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            F.mse_loss(input, target, reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Squared difference.</summary>
            public static Modules.MSELoss MSELoss(Reduction reduction = Reduction.Mean) =>
                new(reduction);
        }
    }
}
