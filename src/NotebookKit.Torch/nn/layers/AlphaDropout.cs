using NotebookKit.Torch.Generated;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Zeroes with probability p in training and keeps mean and variance of SELU's output (Klambauer et al.
    /// 2017).</summary>
    public sealed class AlphaDropout : ParameterLessModule<Tensor, Tensor>
    {
        internal AlphaDropout(double p, bool inplace) : base(nameof(AlphaDropout))
        {
            this.p = p;
            this.inplace = inplace;
        }

        /// <summary>Probability to be zeroed.</summary>
        public double p { get; set; }

        /// <summary>Overwrites the input.</summary>
        public bool inplace { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) =>
            inplace ? Ops.alpha_dropout_(input, p, training).alias() : Ops.alpha_dropout(input, p, training);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Zeroes with probability p in training and keeps mean and variance of SELU's output (Klambauer
            /// et al. 2017).</summary>
            public static Modules.AlphaDropout AlphaDropout(double p = 0.5, bool inplace = false) => new(p, inplace);
        }
    }
}
