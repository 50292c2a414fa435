using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Special functions.</summary>
    public static class special
    {
        /// <summary>Logarithmic derivative of the gamma function.</summary>
        public static Tensor digamma(Tensor input) => Ops.digamma(input);

        /// <summary>-x log(x), 0 at 0, -infinity below.</summary>
        public static Tensor entr(Tensor input) => Ops.special_entr(input);

        /// <summary>Error function.</summary>
        public static Tensor erf(Tensor input) => Ops.erf(input);

        /// <summary>1 - erf.</summary>
        public static Tensor erfc(Tensor input) => Ops.erfc(input);

        /// <summary>exp(x²) erfc(x).</summary>
        public static Tensor erfcx(Tensor input) => Ops.special_erfcx(input);

        /// <summary>Inverse of the error function.</summary>
        public static Tensor erfinv(Tensor input) => Ops.erfinv(input);

        /// <summary>Logistic function.</summary>
        public static Tensor expit(Tensor input) => Ops.special_expit(input);

        /// <summary>exp(x) - 1, exact for small x.</summary>
        public static Tensor expm1(Tensor input) => Ops.expm1(input);

        /// <summary>2 to the power of each element.</summary>
        public static Tensor exp2(Tensor input) => Ops.exp2(input);

        /// <summary>Logarithm of the absolute gamma function.</summary>
        public static Tensor gammaln(Tensor input) => Ops.special_gammaln(input);

        /// <summary>Modified Bessel function of the first kind, order 0.</summary>
        public static Tensor i0(Tensor input) => Ops.i0(input);

        /// <summary>exp(-|x|) i0(x).</summary>
        public static Tensor i0e(Tensor input) => Ops.special_i0e(input);

        /// <summary>Modified Bessel function of the first kind, order 1.</summary>
        public static Tensor i1(Tensor input) => Ops.special_i1(input);

        /// <summary>exp(-|x|) i1(x).</summary>
        public static Tensor i1e(Tensor input) => Ops.special_i1e(input);

        /// <summary>log(x / (1 - x)).</summary>
        public static Tensor logit(Tensor input) => Ops.logit(input);

        /// <summary>Logarithm of softmax.</summary>
        public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) => Ops.log_softmax_int(input, dim, dtype);

        /// <summary>exp(x) / sum(exp(x)) along a dimension.</summary>
        public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => Ops.softmax_int(input, dim, dtype);

        /// <summary>Normal distribution function.</summary>
        public static Tensor ndtr(Tensor input) => Ops.special_ndtr(input);

        /// <summary>Quantiles of the normal distribution.</summary>
        public static Tensor ndtri(Tensor input) => Ops.special_ndtri(input);

        /// <summary>n-th derivative of digamma.</summary>
        public static Tensor polygamma(long n, Tensor input) => Ops.special_polygamma(n, input);

        /// <summary>sin(pi x) / (pi x), 1 at 0.</summary>
        public static Tensor sinc(Tensor input) => Ops.special_sinc(input);

        /// <summary>x log(1 + y), 0 where x is 0.</summary>
        public static Tensor xlog1py(Tensor input, Tensor other) => Ops.special_xlog1py(input, other);

        /// <summary>x log(y), 0 where x is 0.</summary>
        public static Tensor xlogy(Tensor input, Tensor other) => Ops.xlogy_Tensor(input, other);

        /// <summary>Hurwitz zeta function.</summary>
        public static Tensor zeta(Tensor x, Tensor q) => Ops.special_zeta(x, q);
    }
}
