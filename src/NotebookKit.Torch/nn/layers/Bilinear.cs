using NotebookKit.Torch.Generated;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>y_k = x1^T W_k x2 + b_k, for x1 [..., in1], x2 [..., in2] and W [out, in1, in2].</summary>
    public sealed class Bilinear : nn.Module<Tensor, Tensor, Tensor>
    {
        internal Bilinear(long in1_features, long in2_features, long out_features, bool hasBias, Device? device,
            ScalarType? dtype) : base(nameof(Bilinear))
        {
            this.in1_features = in1_features;
            this.in2_features = in2_features;
            this.out_features = out_features;
            weight = FanInInit.Empty([out_features, in1_features, in2_features], device, dtype);
            if (hasBias) bias = FanInInit.Empty([out_features], device, dtype);
            var bound = 1 / Math.Sqrt(in1_features);
            nn.init.uniform_(weight, -bound, bound);
            if (bias is { } shift) nn.init.uniform_(shift, -bound, bound);
        }

        /// <summary>b [out], or null.</summary>
        public Parameter? bias
        {
            get => GetParameter(nameof(bias));
            set => SetParameter(nameof(bias), value);
        }

        /// <summary>W [out, in1, in2].</summary>
        public Parameter weight
        {
            get => GetParameter(nameof(weight))!;
            set => SetParameter(nameof(weight), value);
        }

        /// <summary>Size of the first input's last dimension.</summary>
        public long in1_features { get; set; }

        /// <summary>Size of the second input's last dimension.</summary>
        public long in2_features { get; set; }

        /// <summary>Size of the result's last dimension.</summary>
        public long out_features { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input1, Tensor input2) => Ops.bilinear(input1, input2, weight, bias);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A bilinear form of two inputs.</summary>
            public static Bilinear Bilinear(
                long in1_features, long in2_features, long out_features, bool hasBias = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(in1_features, in2_features, out_features, hasBias, device, dtype);
        }
    }
}
