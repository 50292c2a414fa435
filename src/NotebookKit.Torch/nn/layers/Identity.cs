using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Gives its input back.</summary>
    public sealed class Identity : ParameterLessModule<Tensor, Tensor>
    {
        internal Identity() : base(nameof(Identity)) { }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => tensor.alias();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Gives its input back (as a new handle).</summary>
            public static Modules.Identity Identity() => new();
        }
    }
}
