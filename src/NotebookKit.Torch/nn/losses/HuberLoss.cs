using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Squared below delta and linear above (Huber 1964).</summary>
    public sealed class HuberLoss : Loss<Tensor, Tensor, Tensor>
    {
        /// <summary>Keeps the options.</summary>
        public HuberLoss(double delta = 1, nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
            this.delta = delta;
        }

        /// <summary>Where the square ends.</summary>
        public double delta { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            F.huber_loss(input, target, delta, reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Squared below delta and linear above (Huber 1964).</summary>
            public static Modules.HuberLoss HuberLoss(double delta = 1, Reduction reduction = Reduction.Mean) =>
                new(delta, reduction);
        }
    }
}
