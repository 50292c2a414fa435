using NotebookKit.Torch.Generated;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>1 - cosine of two rows for a target of 1; the cosine above the margin for -1.</summary>
    public sealed class CosineEmbeddingLoss : Loss<Tensor, Tensor, Tensor, Tensor>
    {
        /// <summary>Keeps the options.</summary>
        public CosineEmbeddingLoss(double margin = 0, nn.Reduction reduction = nn.Reduction.Mean) : base(reduction)
        {
            this.margin = margin;
        }

        /// <summary>Cosine that costs nothing for a target of -1.</summary>
        public double margin { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input1, Tensor input2, Tensor target) =>
            Ops.cosine_embedding_loss(input1, input2, target, margin, (long)reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>1 - cosine of two rows for a target of 1; the cosine above the margin for -1.</summary>
            public static Modules.CosineEmbeddingLoss CosineEmbeddingLoss(double margin = 0,
                Reduction reduction = Reduction.Mean) =>
                new(margin, reduction);
        }
    }
}
