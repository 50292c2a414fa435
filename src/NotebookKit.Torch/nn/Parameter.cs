using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module trains: a leaf of the graph that shares the data it was made of.</summary>
    public sealed class Parameter : Tensor
    {
        /// <summary>Takes the values (and storage) of <paramref name="data"/>, without its history.</summary>
        public Parameter(Tensor data, bool requires_grad = true)
            : base(data.detach().DecoupleFromNativeHandle())
        {
            this.requires_grad = requires_grad;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Makes a parameter of a tensor's values.</summary>
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}
