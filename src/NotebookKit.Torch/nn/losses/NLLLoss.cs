using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Negative log likelihood of log probabilities [N, K] and classes [N] (int64).</summary>
    public sealed class NLLLoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        /// <summary>The weight is not copied and stays the caller's.</summary>
        public NLLLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean)
            : base(weight, reduction)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            F.nll_loss(input, target, weight, reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Negative log likelihood of log probabilities [N, K] and classes [N] (int64).</summary>
            public static Modules.NLLLoss NLLLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                new(weight, reduction);
        }
    }
}
