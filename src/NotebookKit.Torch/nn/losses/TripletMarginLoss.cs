using NotebookKit.Torch.Generated;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Distance to the positive less that to the negative, plus the margin, if positive.</summary>
    public sealed class TripletMarginLoss : Loss<Tensor, Tensor, Tensor, Tensor>
    {
        /// <summary>Keeps the options.</summary>
        public TripletMarginLoss(double margin = 1, long p = 2, double eps = 1e-6, bool swap = false,
            nn.Reduction reduction = nn.Reduction.Mean) : base(reduction)
        {
            this.margin = margin;
            this.p = p;
            this.eps = eps;
            this.swap = swap;
        }

        /// <summary>Difference of the distances that costs nothing.</summary>
        public double margin { get; }

        /// <summary>Exponent of the norm.</summary>
        public long p { get; }

        /// <summary>Added to differences.</summary>
        public double eps { get; }

        /// <summary>Takes the nearer of anchor and positive to the negative.</summary>
        public bool swap { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor anchor, Tensor positive, Tensor negative) =>
            Ops.triplet_margin_loss(anchor, positive, negative, margin, p, eps, swap, (long)reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Distance to the positive less that to the negative, plus the margin, if positive.</summary>
            public static Modules.TripletMarginLoss TripletMarginLoss(double margin = 1, long p = 2,
                double eps = 1e-6, bool swap = false, Reduction reduction = Reduction.Mean) =>
                new(margin, p, eps, swap, reduction);
        }
    }
}
