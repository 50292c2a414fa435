using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Kullback-Leibler divergence of target from input (log probabilities); the mean is over elements.</summary>
    public sealed class KLDivLoss : Loss<Tensor, Tensor, Tensor>
    {
        /// <summary>Keeps the options.</summary>
        public KLDivLoss(bool log_target = true, nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
            this.log_target = log_target;
        }

        /// <summary>The target holds log probabilities too.</summary>
        public bool log_target { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            F.kl_div(input, target, log_target, reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Kullback-Leibler divergence of target from input (log probabilities); the mean is over elements.</summary>
            public static Modules.KLDivLoss KLDivLoss(bool log_target = true, Reduction reduction = Reduction.Mean) =>
                new(log_target, reduction);
        }
    }
}
