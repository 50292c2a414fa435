using NotebookKit.Torch.Generated;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The input for a target of 1; the margin minus the input, if positive, for -1.</summary>
    public sealed class HingeEmbeddingLoss : Loss<Tensor, Tensor, Tensor>
    {
        /// <summary>Keeps the options.</summary>
        public HingeEmbeddingLoss(double margin = 1, nn.Reduction reduction = nn.Reduction.Mean) : base(reduction)
        {
            this.margin = margin;
        }

        /// <summary>Distance that costs nothing for a target of -1.</summary>
        public double margin { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            Ops.hinge_embedding_loss(input, target, margin, (long)reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The input for a target of 1; the margin minus the input, if positive, for -1.</summary>
            public static Modules.HingeEmbeddingLoss HingeEmbeddingLoss(double margin = 1,
                Reduction reduction = Reduction.Mean) =>
                new(margin, reduction);
        }
    }
}
