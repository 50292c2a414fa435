using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Cross entropy of logits [N, K, ...] and classes [N, ...] (int64).</summary>
    public sealed class CrossEntropyLoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        /// <summary>The weight is not copied and stays the caller's.</summary>
        public CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, nn.Reduction reduction = nn.Reduction.Mean, double label_smoothing = 0)
            : base(weight, reduction)
        {
            this.ignore_index = ignore_index;
            this.label_smoothing = label_smoothing;
        }

        /// <summary>Class that does not count.</summary>
        public long? ignore_index { get; }

        /// <summary>Share of the target spread over all classes.</summary>
        public double label_smoothing { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            F.cross_entropy(input, target, weight, ignore_index ?? -100, reduction, label_smoothing);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Cross entropy of logits [N, K, ...] and classes [N, ...] (int64).</summary>
            public static Modules.CrossEntropyLoss CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null,
                Reduction reduction = Reduction.Mean) =>
                new(weight, ignore_index, reduction);
        }
    }
}
