using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Binary cross entropy of logits, computed without overflow.</summary>
    public sealed class BCEWithLogitsLoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        /// <summary>The weight is not copied and stays the caller's.</summary>
        public BCEWithLogitsLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean, Tensor? pos_weights = null)
            : base(weight, reduction)
        {
            this.pos_weights = pos_weights;
        }

        /// <summary>Weight of positive targets, or null for 1.</summary>
        public Tensor? pos_weights { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            F.binary_cross_entropy_with_logits(input, target, weight, reduction, pos_weights);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Binary cross entropy of logits, computed without overflow.</summary>
            public static Modules.BCEWithLogitsLoss BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                new(weight, reduction, pos_weights);
        }
    }
}
