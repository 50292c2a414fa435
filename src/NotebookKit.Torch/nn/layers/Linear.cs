using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>y = x W^T + b, for x [..., in] and W [out, in].</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
            : base(nameof(Linear))
        {
            in_features = inputSize;
            out_features = outputSize;
            weight = FanInInit.Empty([outputSize, inputSize], device, dtype);
            if (hasBias) bias = FanInInit.Empty([outputSize], device, dtype);
            FanInInit.Reset(weight, bias);
        }

        internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
        {
            in_features = weight.shape[1];
            out_features = weight.shape[0];
            this.weight = weight;
            this.bias = bias;
        }

        /// <summary>b [out], or null.</summary>
        public Parameter? bias
        {
            get => GetParameter(nameof(bias));
            set => SetParameter(nameof(bias), value);
        }

        /// <summary>W [out, in].</summary>
        public Parameter weight
        {
            get => GetParameter(nameof(weight))!;
            set => SetParameter(nameof(weight), value);
        }

        /// <summary>Size of the last input dimension.</summary>
        public long in_features { get; set; }

        /// <summary>Size of the last output dimension.</summary>
        public long out_features { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => F.linear(tensor, weight, bias);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Linear layer with PyTorch's initial values: uniform in +-1 / sqrt(inputSize).</summary>
            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            /// <summary>Linear layer over given parameters.</summary>
            public static Linear Linear(Parameter weight, Parameter? bias = null) =>
                new(weight, bias);
        }
    }
}
