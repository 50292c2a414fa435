using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>x times the normal distribution function of x (Hendrycks and Gimpel 2016).</summary>
    public sealed class GELU : ParameterLessModule<Tensor, Tensor>
    {
        internal GELU(Approximate approximate, bool inplace) : base(nameof(GELU))
        {
            this.approximate = approximate;
            this.inplace = inplace;
        }

        /// <summary>Exact, or by tanh.</summary>
        public enum Approximate
        {
            /// <summary>Exact, by erf.</summary>
            none,
            /// <summary>The tanh formula.</summary>
            tanh,
        }

        /// <summary>Overwrites the input.</summary>
        public bool inplace { get; set; }

        /// <summary>Exact, or by tanh.</summary>
        public Approximate approximate { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => F.gelu(tensor, approximate, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Exact GELU.</summary>
            public static Modules.GELU GELU() => new(Modules.GELU.Approximate.none, false);

            /// <summary>Exact GELU.</summary>
            public static Modules.GELU GELU(bool inplace) => new(Modules.GELU.Approximate.none, inplace);

            /// <summary>GELU, exact or by tanh.</summary>
            public static Modules.GELU GELU(Modules.GELU.Approximate approximate, bool inplace = false) => new(approximate, inplace);
        }
    }
}
