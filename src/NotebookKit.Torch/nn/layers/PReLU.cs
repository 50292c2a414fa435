using NotebookKit.Torch.Generated;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x where positive, else a learned slope times x (He et al. 2015).</summary>
    public sealed class PReLU : nn.Module<Tensor, Tensor>
    {
        internal PReLU(long num_parameters, double init, Device? device, ScalarType? dtype) : base(nameof(PReLU))
        {
            this.num_parameters = num_parameters;
            weight = FanInInit.Empty([num_parameters], device, dtype);
            nn.init.constant_(weight, init);
        }

        /// <summary>One slope for all channels, or one for each.</summary>
        public long num_parameters { get; }

        /// <summary>Slopes, [num_parameters].</summary>
        public Parameter weight
        {
            get => GetParameter(nameof(weight))!;
            set => SetParameter(nameof(weight), value);
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => Ops.prelu(tensor, weight);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x where positive, else a learned slope times x: one slope, or one for each channel.</summary>
            public static Modules.PReLU PReLU(long num_parameters, double init = 0.25, Device? device = null,
                ScalarType? dtype = null) => new(num_parameters, init, device, dtype);
        }
    }
}
