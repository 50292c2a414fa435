using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The operations of layers as plain functions.</summary>
        public static partial class functional
        {
            /// <summary>max(x, 0), elementwise.</summary>
            public static Tensor relu(Tensor x, bool inplace = false) =>
                inplace ? Alias(Ops.relu_(x)) : Ops.relu(x);

            /// <summary>min(max(x, 0), 6), elementwise.</summary>
            public static Tensor relu6(Tensor x, bool inplace = false) =>
                inplace ? Alias(Ops.relu6_(x)) : Ops.relu6(x);

            /// <summary>x where positive, else alpha (exp(x) - 1).</summary>
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) =>
                inplace ? Alias(Ops.elu_(x, alpha)) : Ops.elu(x, alpha);

            /// <summary>Scaled exponential linear unit (Klambauer et al. 2017).</summary>
            public static Tensor selu(Tensor x, bool inplace = false) =>
                inplace ? Alias(Ops.selu_(x)) : Ops.selu(x);

            /// <summary>x where positive, else slope times x.</summary>
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? Alias(Ops.leaky_relu_(input, negative_slope)) : Ops.leaky_relu(input, negative_slope);

            /// <summary>x relu6(x + 3) / 6.</summary>
            public static Tensor hardswish(Tensor input, bool inplace = false) =>
                inplace ? Alias(Ops.hardswish_(input)) : Ops.hardswish(input);

            /// <summary>relu6(x + 3) / 6.</summary>
            public static Tensor hardsigmoid(Tensor input, bool inplace = false) =>
                inplace ? Alias(Ops.hardsigmoid_(input)) : Ops.hardsigmoid(input);

            /// <summary>x tanh(softplus(x)).</summary>
            public static Tensor mish(Tensor x, bool inplace = false) =>
                inplace ? Alias(Ops.mish_(x)) : Ops.mish(x);

            /// <summary>x sigmoid(x).</summary>
            public static Tensor silu(Tensor x, bool inplace = false) =>
                inplace ? Alias(Ops.silu_(x)) : Ops.silu(x);

            /// <summary>Hyperbolic tangent.</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) =>
                inplace ? Alias(Ops.tanh_(x)) : Ops.tanh(x);

            /// <summary>1 / (1 + exp(-x)).</summary>
            public static Tensor sigmoid(Tensor x) =>
                Ops.sigmoid(x);

            /// <summary>1 / (1 + exp(-x)).</summary>
            public static Tensor sigmoid(Tensor x, bool inplace) =>
                inplace ? Alias(Ops.sigmoid_(x)) : Ops.sigmoid(x);

            /// <summary>x times the normal distribution function of x.</summary>
            public static Tensor gelu(Tensor x) =>
                Ops.gelu(x);

            /// <summary>x times the normal distribution function of x.</summary>
            public static Tensor gelu(Tensor x, bool inplace) =>
                gelu(x, Modules.GELU.Approximate.none, inplace);

            /// <summary>x times the normal distribution function of x, exact or by tanh.</summary>
            public static Tensor gelu(Tensor x, Modules.GELU.Approximate approximate, bool inplace = false) =>
                inplace ? Alias(Ops.gelu_(x, Name(approximate))) : Ops.gelu(x, Name(approximate));

            /// <summary>First half times the sigmoid of the second half.</summary>
            public static Tensor glu(Tensor input, long dim = -1) =>
                Ops.glu(input, dim);

            /// <summary>log(1 + exp(beta x)) / beta, linear above the threshold.</summary>
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) =>
                Ops.softplus(x, beta, threshold);

            /// <summary>exp(x) over its sum along <paramref name="dim"/>.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) =>
                Ops.softmax_int(input, dim, dtype);

            /// <summary>Logarithm of the softmax along <paramref name="dim"/>.</summary>
            public static Tensor log_softmax(Tensor x, long dim) =>
                Ops.log_softmax_int(x, dim);

            private static string Name(Modules.GELU.Approximate approximate) => approximate is Modules.GELU.Approximate.tanh ? "tanh" : "none";

            // In-place operators give back the same object; a layer's result is a handle of its own, free to be disposed.
            private static Tensor Alias(Tensor tensor) => tensor.alias();
        }
    }
}
