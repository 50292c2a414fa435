using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Squared below beta and linear above (Girshick 2015, eq. 3).</summary>
    public sealed class SmoothL1Loss : Loss<Tensor, Tensor, Tensor>
    {
        /// <summary>Keeps the options.</summary>
        public SmoothL1Loss(nn.Reduction reduction = nn.Reduction.Mean, double beta = 1)
            : base(reduction)
        {
            this.beta = beta;
        }

        /// <summary>Where the square ends.</summary>
        public double beta { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            F.smooth_l1_loss(input, target, reduction, beta);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Squared below beta and linear above (Girshick 2015, eq. 3).</summary>
            public static Modules.SmoothL1Loss SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1) =>
                new(reduction, beta);
        }
    }
}
