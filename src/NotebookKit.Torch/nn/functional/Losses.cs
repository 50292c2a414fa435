using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>
            /// -w [pos y log sigmoid(x) + (1 - y) log(1 - sigmoid(x))], computed without overflow; target as large as input.
            /// </summary>
            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight = null,
                Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                Ops.binary_cross_entropy_with_logits(input, target, weight, pos_weights, (long)reduction);

            /// <summary>-w [y log x + (1 - y) log(1 - x)] for probabilities x; target as large as input.</summary>
            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null,
                Reduction reduction = Reduction.Mean) =>
                input.shape.AsSpan().SequenceEqual(target.shape)
                    ? Ops.binary_cross_entropy(input, target, weight, (long)reduction)
                    : throw new ArgumentException(
                        $"binary_cross_entropy needs a target of [{string.Join(", ", input.shape)}] as the input, " +
                        $"but it is [{string.Join(", ", target.shape)}].", nameof(target));

            /// <summary>Cross entropy of logits [N, K, ...] and classes [N, ...] (int64) or probabilities [N, K, ...].</summary>
            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100,
                Reduction reduction = Reduction.Mean, double label_smoothing = 0) =>
                Ops.cross_entropy_loss(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>Negative log likelihood of log probabilities [N, K, ...] and classes [N, ...] (int64).</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Ops.nll_loss_nd(input, target, weight, (long)reduction);

            /// <summary>Squared difference.</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Ops.mse_loss(input, target, (long)reduction);

            /// <summary>Absolute difference.</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Ops.l1_loss(input, target, (long)reduction);

            /// <summary>Squared below <paramref name="beta"/> and linear above (Girshick 2015, eq. 3).</summary>
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1) =>
                Ops.smooth_l1_loss(input, target, (long)reduction, beta);

            /// <summary>Squared below <paramref name="delta"/> and linear above (Huber 1964).</summary>
            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1, Reduction reduction = Reduction.Mean) =>
                Ops.huber_loss(input, target, (long)reduction, delta);

            /// <summary>Divergence of target from input, which holds log probabilities; the target too by default. Mean is over elements.</summary>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                Ops.kl_div(input, target, (long)reduction, log_target);

            /// <summary>x for target 1, max(0, margin - x) for target -1.</summary>
            public static Tensor hinge_embedding_loss(Tensor input, Tensor target, double margin = 0,
                Reduction reduction = Reduction.Mean) =>
                Ops.hinge_embedding_loss(input, target, margin, (long)reduction);

            /// <summary>max(0, margin + distance to the positive - distance to the negative), rows [N, D].</summary>
            public static Tensor triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, double margin = 1, long p = 2,
                double eps = 1e-6, bool swap = false, Reduction reduction = Reduction.Mean) =>
                Ops.triplet_margin_loss(anchor, positive, negative, margin, p, eps, swap, (long)reduction);

            /// <summary>Cosine of the angle along <paramref name="dim"/>.</summary>
            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) =>
                Ops.cosine_similarity(x1, x2, dim, eps);

            /// <summary>p-norm of the difference of rows [N, D], with eps added to the difference.</summary>
            public static Tensor pairwise_distance(Tensor input1, Tensor input2, double p = 2, double eps = 1e-6,
                bool keepdim = false) =>
                Ops.pairwise_distance(input1, input2, p, eps, keepdim);

            /// <summary>Classes [...] (int64) to rows of 0 and 1 [..., K]; K is the largest class + 1 by default.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => Ops.one_hot(x, num_classes);
        }
    }
}
