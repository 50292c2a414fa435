using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Binary cross entropy of probabilities.</summary>
    public sealed class BCELoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        /// <summary>The weight is not copied and stays the caller's.</summary>
        public BCELoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean)
            : base(weight, reduction)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            F.binary_cross_entropy(input, target, weight, reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Binary cross entropy of probabilities.</summary>
            public static Modules.BCELoss BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                new(weight, reduction);
        }
    }
}
