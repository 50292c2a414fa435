using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Layer normalisation (Ba et al. 2016) over the last dimensions.</summary>
    public sealed class LayerNorm : nn.Module<Tensor, Tensor>
    {
        internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device,
            ScalarType? dtype)
            : base(nameof(LayerNorm))
        {
            this.normalized_shape = normalized_shape;
            this.eps = eps;
            this.elementwise_affine = elementwise_affine;
            if (!elementwise_affine) return;
            weight = FanInInit.Empty(normalized_shape, device, dtype);
            if (bias) this.bias = FanInInit.Empty(normalized_shape, device, dtype);
            reset_parameters();
        }

        /// <summary>Shift, or null.</summary>
        public Parameter? bias
        {
            get => GetParameter(nameof(bias));
            set => SetParameter(nameof(bias), value);
        }

        /// <summary>Scale; null when the layer is not affine.</summary>
        public Parameter weight
        {
            get => GetParameter(nameof(weight))!;
            set => SetParameter(nameof(weight), value);
        }

        /// <summary>The last dimensions of the input.</summary>
        public long[] normalized_shape { get; set; }

        /// <summary>Added to the variance.</summary>
        public double eps { get; set; }

        /// <summary>Has a scale.</summary>
        public bool elementwise_affine { get; set; }

        /// <summary>Sets weight to 1 and bias to 0.</summary>
        public void reset_parameters()
        {
            if (!elementwise_affine) return;
            nn.init.ones_(weight);
            if (bias is { } shift) nn.init.zeros_(shift);
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) =>
            F.layer_norm(tensor, normalized_shape, GetParameter("weight"), bias, eps);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Layer normalisation over the last dimensions.</summary>
            public static LayerNorm LayerNorm(long[] normalized_shape, double eps = 1e-5, bool elementwise_affine = true,
                bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

            /// <summary>Layer normalisation over the last dimension.</summary>
            public static LayerNorm LayerNorm(long normalized_shape, double eps = 1e-5, bool elementwise_affine = true,
                bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new([normalized_shape], eps, elementwise_affine, bias, device, dtype);
        }
    }
}
