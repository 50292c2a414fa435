using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Absolute values.</summary>
        public Tensor abs() => Ops.abs(this);

        /// <summary>Absolute values. In place.</summary>
        public Tensor abs_() => Ops.abs_(this);

        /// <summary>Arc cosine.</summary>
        public Tensor acos() => Ops.acos(this);

        /// <summary>Arc cosine. In place.</summary>
        public Tensor acos_() => Ops.acos_(this);

        /// <summary>Inverse hyperbolic cosine.</summary>
        public Tensor acosh() => Ops.acosh(this);

        /// <summary>Inverse hyperbolic cosine. In place.</summary>
        public Tensor acosh_() => Ops.acosh_(this);

        /// <summary>Argument of complex values, in radians.</summary>
        public Tensor angle() => Ops.angle(this);

        /// <summary>Arc sine.</summary>
        public Tensor asin() => Ops.asin(this);

        /// <summary>Arc sine. In place.</summary>
        public Tensor asin_() => Ops.asin_(this);

        /// <summary>Inverse hyperbolic sine.</summary>
        public Tensor asinh() => Ops.asinh(this);

        /// <summary>Inverse hyperbolic sine. In place.</summary>
        public Tensor asinh_() => Ops.asinh_(this);

        /// <summary>Arc tangent.</summary>
        public Tensor atan() => Ops.atan(this);

        /// <summary>Arc tangent. In place.</summary>
        public Tensor atan_() => Ops.atan_(this);

        /// <summary>Inverse hyperbolic tangent.</summary>
        public Tensor atanh() => Ops.atanh(this);

        /// <summary>Inverse hyperbolic tangent. In place.</summary>
        public Tensor atanh_() => Ops.atanh_(this);

        /// <summary>Bits inverted; logical not for truth values.</summary>
        public Tensor bitwise_not() => Ops.bitwise_not(this);

        /// <summary>Bits inverted; logical not for truth values. In place.</summary>
        public Tensor bitwise_not_() => Ops.bitwise_not_(this);

        /// <summary>Rounded up.</summary>
        public Tensor ceil() => Ops.ceil(this);

        /// <summary>Rounded up. In place.</summary>
        public Tensor ceil_() => Ops.ceil_(this);

        /// <summary>Cosine of radians.</summary>
        public Tensor cos() => Ops.cos(this);

        /// <summary>Cosine of radians. In place.</summary>
        public Tensor cos_() => Ops.cos_(this);

        /// <summary>Hyperbolic cosine.</summary>
        public Tensor cosh() => Ops.cosh(this);

        /// <summary>Hyperbolic cosine. In place.</summary>
        public Tensor cosh_() => Ops.cosh_(this);

        /// <summary>Degrees to radians.</summary>
        public Tensor deg2rad() => Ops.deg2rad(this);

        /// <summary>Degrees to radians. In place.</summary>
        public Tensor deg2rad_() => Ops.deg2rad_(this);

        /// <summary>Logarithmic derivative of the gamma function.</summary>
        public Tensor digamma() => Ops.digamma(this);

        /// <summary>Logarithmic derivative of the gamma function. In place.</summary>
        public Tensor digamma_() => Ops.digamma_(this);

        /// <summary>Error function.</summary>
        public Tensor erf() => Ops.erf(this);

        /// <summary>Error function. In place.</summary>
        public Tensor erf_() => Ops.erf_(this);

        /// <summary>1 - erf.</summary>
        public Tensor erfc() => Ops.erfc(this);

        /// <summary>1 - erf. In place.</summary>
        public Tensor erfc_() => Ops.erfc_(this);

        /// <summary>Inverse of the error function.</summary>
        public Tensor erfinv() => Ops.erfinv(this);

        /// <summary>Inverse of the error function. In place.</summary>
        public Tensor erfinv_() => Ops.erfinv_(this);

        /// <summary>e to the power of each element.</summary>
        public Tensor exp() => Ops.exp(this);

        /// <summary>e to the power of each element. In place.</summary>
        public Tensor exp_() => Ops.exp_(this);

        /// <summary>2 to the power of each element.</summary>
        public Tensor exp2() => Ops.exp2(this);

        /// <summary>2 to the power of each element. In place.</summary>
        public Tensor exp2_() => Ops.exp2_(this);

        /// <summary>exp(x) - 1, exact for small x.</summary>
        public Tensor expm1() => Ops.expm1(this);

        /// <summary>exp(x) - 1, exact for small x. In place.</summary>
        public Tensor expm1_() => Ops.expm1_(this);

        /// <summary>Rounded down.</summary>
        public Tensor floor() => Ops.floor(this);

        /// <summary>Rounded down. In place.</summary>
        public Tensor floor_() => Ops.floor_(this);

        /// <summary>Fractional part.</summary>
        public Tensor frac() => Ops.frac(this);

        /// <summary>Fractional part. In place.</summary>
        public Tensor frac_() => Ops.frac_(this);

        /// <summary>Logarithm of the absolute gamma function.</summary>
        public Tensor lgamma() => Ops.lgamma(this);

        /// <summary>Logarithm of the absolute gamma function. In place.</summary>
        public Tensor lgamma_() => Ops.lgamma_(this);

        /// <summary>Natural logarithm.</summary>
        public Tensor log() => Ops.log(this);

        /// <summary>Natural logarithm. In place.</summary>
        public Tensor log_() => Ops.log_(this);

        /// <summary>Logarithm to base 10.</summary>
        public Tensor log10() => Ops.log10(this);

        /// <summary>Logarithm to base 10. In place.</summary>
        public Tensor log10_() => Ops.log10_(this);

        /// <summary>log(1 + x), exact for small x.</summary>
        public Tensor log1p() => Ops.log1p(this);

        /// <summary>log(1 + x), exact for small x. In place.</summary>
        public Tensor log1p_() => Ops.log1p_(this);

        /// <summary>Logarithm to base 2.</summary>
        public Tensor log2() => Ops.log2(this);

        /// <summary>Logarithm to base 2. In place.</summary>
        public Tensor log2_() => Ops.log2_(this);

        /// <summary>True where an element is zero.</summary>
        public Tensor logical_not() => Ops.logical_not(this);

        /// <summary>True where an element is zero. In place.</summary>
        public Tensor logical_not_() => Ops.logical_not_(this);

        /// <summary>Negated.</summary>
        public Tensor neg() => Ops.neg(this);

        /// <summary>Negated. In place.</summary>
        public Tensor neg_() => Ops.neg_(this);

        /// <summary>Radians to degrees.</summary>
        public Tensor rad2deg() => Ops.rad2deg(this);

        /// <summary>Radians to degrees. In place.</summary>
        public Tensor rad2deg_() => Ops.rad2deg_(this);

        /// <summary>1 / x.</summary>
        public Tensor reciprocal() => Ops.reciprocal(this);

        /// <summary>1 / x. In place.</summary>
        public Tensor reciprocal_() => Ops.reciprocal_(this);

        /// <summary>max(0, x).</summary>
        public Tensor relu() => Ops.relu(this);

        /// <summary>max(0, x). In place.</summary>
        public Tensor relu_() => Ops.relu_(this);

        /// <summary>1 / sqrt(x).</summary>
        public Tensor rsqrt() => Ops.rsqrt(this);

        /// <summary>1 / sqrt(x). In place.</summary>
        public Tensor rsqrt_() => Ops.rsqrt_(this);

        /// <summary>1 / (1 + exp(-x)).</summary>
        public Tensor sigmoid() => Ops.sigmoid(this);

        /// <summary>1 / (1 + exp(-x)). In place.</summary>
        public Tensor sigmoid_() => Ops.sigmoid_(this);

        /// <summary>-1, 0 or 1.</summary>
        public Tensor sign() => Ops.sign(this);

        /// <summary>-1, 0 or 1. In place.</summary>
        public Tensor sign_() => Ops.sign_(this);

        /// <summary>Sign; for complex values x / |x|.</summary>
        public Tensor sgn() => Ops.sgn(this);

        /// <summary>Sign; for complex values x / |x|. In place.</summary>
        public Tensor sgn_() => Ops.sgn_(this);

        /// <summary>Sine of radians.</summary>
        public Tensor sin() => Ops.sin(this);

        /// <summary>Sine of radians. In place.</summary>
        public Tensor sin_() => Ops.sin_(this);

        /// <summary>sin(pi x) / (pi x), 1 at 0.</summary>
        public Tensor sinc() => Ops.sinc(this);

        /// <summary>sin(pi x) / (pi x), 1 at 0. In place.</summary>
        public Tensor sinc_() => Ops.sinc_(this);

        /// <summary>Hyperbolic sine.</summary>
        public Tensor sinh() => Ops.sinh(this);

        /// <summary>Hyperbolic sine. In place.</summary>
        public Tensor sinh_() => Ops.sinh_(this);

        /// <summary>Square root.</summary>
        public Tensor sqrt() => Ops.sqrt(this);

        /// <summary>Square root. In place.</summary>
        public Tensor sqrt_() => Ops.sqrt_(this);

        /// <summary>x times x.</summary>
        public Tensor square() => Ops.square(this);

        /// <summary>x times x. In place.</summary>
        public Tensor square_() => Ops.square_(this);

        /// <summary>Tangent of radians.</summary>
        public Tensor tan() => Ops.tan(this);

        /// <summary>Tangent of radians. In place.</summary>
        public Tensor tan_() => Ops.tan_(this);

        /// <summary>Hyperbolic tangent.</summary>
        public Tensor tanh() => Ops.tanh(this);

        /// <summary>Hyperbolic tangent. In place.</summary>
        public Tensor tanh_() => Ops.tanh_(this);

        /// <summary>Rounded towards zero.</summary>
        public Tensor trunc() => Ops.trunc(this);

        /// <summary>Rounded towards zero. In place.</summary>
        public Tensor trunc_() => Ops.trunc_(this);

        /// <summary>x sigmoid(x).</summary>
        public Tensor silu() => Ops.silu(this);

        /// <summary>x sigmoid(x). In place.</summary>
        public Tensor silu_() => Ops.silu_(this);

        /// <summary>Scaled exponential linear unit.</summary>
        public Tensor selu() => Ops.selu(this);

        /// <summary>Scaled exponential linear unit. In place.</summary>
        public Tensor selu_() => Ops.selu_(this);

        /// <summary>x tanh(softplus(x)).</summary>
        public Tensor mish() => Ops.mish(this);

        /// <summary>x tanh(softplus(x)). In place.</summary>
        public Tensor mish_() => Ops.mish_(this);

        /// <summary>Piecewise linear sigmoid.</summary>
        public Tensor hardsigmoid() => Ops.hardsigmoid(this);

        /// <summary>Piecewise linear sigmoid. In place.</summary>
        public Tensor hardsigmoid_() => Ops.hardsigmoid_(this);

        /// <summary>x hardsigmoid(x).</summary>
        public Tensor hardswish() => Ops.hardswish(this);

        /// <summary>x hardsigmoid(x). In place.</summary>
        public Tensor hardswish_() => Ops.hardswish_(this);

        /// <summary>min(max(0, x), 6).</summary>
        public Tensor relu6() => Ops.relu6(this);

        /// <summary>min(max(0, x), 6). In place.</summary>
        public Tensor relu6_() => Ops.relu6_(this);

        /// <summary>Modified Bessel function of the first kind, order 0.</summary>
        public Tensor i0() => Ops.i0(this);

        /// <summary>Modified Bessel function of the first kind, order 0. In place.</summary>
        public Tensor i0_() => Ops.i0_(this);

        /// <summary>True where an element is not a number.</summary>
        public Tensor isnan() => Ops.isnan(this);

        /// <summary>True where an element is infinite.</summary>
        public Tensor isinf() => Ops.isinf(this);

        /// <summary>True where an element is a finite number.</summary>
        public Tensor isfinite() => Ops.isfinite(this);

        /// <summary>True where an element is -infinity.</summary>
        public Tensor isneginf() => Ops.isneginf(this);

        /// <summary>True where an element is +infinity.</summary>
        public Tensor isposinf() => Ops.isposinf(this);

        /// <summary>True where the imaginary part is zero.</summary>
        public Tensor isreal() => Ops.isreal(this);

        /// <summary>True where the sign bit is set.</summary>
        public Tensor signbit() => Ops.signbit(this);

        /// <summary>Complex conjugate.</summary>
        public Tensor conj() => Ops.conj(this);

        /// <summary>The tensor itself; refuses truth values.</summary>
        public Tensor positive() => Ops.positive(this);

        /// <summary>Rounded to the nearest value with that many decimals, ties to even.</summary>
        public Tensor round(long decimals = 0) => decimals == 0 ? Ops.round(this) : Ops.round_decimals(this, decimals);

        /// <summary>Rounded to the nearest value, in place.</summary>
        public Tensor round_(long decimals = 0) =>
            decimals == 0 ? Ops.round_(this) : Ops.round__decimals(this, decimals);

        /// <summary>Replaces what is no finite number.</summary>
        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
            Ops.nan_to_num(this, nan, posinf, neginf);

        /// <summary>Replaces what is no finite number, in place.</summary>
        public Tensor nan_to_num_(double nan = 0, double? posinf = null, double? neginf = null) =>
            Ops.nan_to_num_(this, nan, posinf, neginf);

        /// <summary>log(x / (1 - x)); eps clamps x to [eps, 1 - eps].</summary>
        public Tensor logit(double? eps = null) => Ops.logit(this, eps);

        /// <summary>log(x / (1 - x)), in place.</summary>
        public Tensor logit_(double? eps = null) => Ops.logit_(this, eps);

        /// <summary>log(1 + exp(beta x)) / beta; linear where beta x exceeds the threshold.</summary>
        public Tensor softplus(double beta = 1, double threshold = 20) => Ops.softplus(this, beta, threshold);

        /// <summary>x where positive, else negative_slope x.</summary>
        public Tensor leaky_relu(Scalar negative_slope) => Ops.leaky_relu(this, negative_slope);

        /// <summary>x where positive, else negative_slope x, in place.</summary>
        public Tensor leaky_relu_(Scalar negative_slope) => Ops.leaky_relu_(this, negative_slope);

        /// <summary>Exponential linear unit.</summary>
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Ops.elu(this, alpha, scale, input_scale);

        /// <summary>Continuously differentiable exponential linear unit.</summary>
        public Tensor celu(Scalar alpha) => Ops.celu(this, alpha);

        /// <summary>Clamped to [min, max].</summary>
        public Tensor hardtanh(Scalar min, Scalar max) => Ops.hardtanh(this, min, max);

        /// <summary>x times the normal distribution function of x.</summary>
        public Tensor gelu() => Ops.gelu(this);

        /// <summary>x times the normal distribution function of x, exactly or by tanh.</summary>
        public Tensor gelu(Modules.GELU.Approximate approximate) => nn.functional.gelu(this, approximate);

        /// <summary>x times the normal distribution function of x, in place.</summary>
        public Tensor gelu_() => Ops.gelu_(this);
    }
}
