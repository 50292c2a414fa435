namespace TorchSharp;

public static partial class torch
{
    /// <summary>Absolute values.</summary>
    public static Tensor abs(Tensor input) => input.abs();

    /// <summary>Absolute values. In place.</summary>
    public static Tensor abs_(Tensor input) => input.abs_();

    /// <summary>Arc cosine.</summary>
    public static Tensor acos(Tensor input) => input.acos();

    /// <summary>Arc cosine. In place.</summary>
    public static Tensor acos_(Tensor input) => input.acos_();

    /// <summary>Inverse hyperbolic cosine.</summary>
    public static Tensor acosh(Tensor input) => input.acosh();

    /// <summary>Inverse hyperbolic cosine. In place.</summary>
    public static Tensor acosh_(Tensor input) => input.acosh_();

    /// <summary>Argument of complex values, in radians.</summary>
    public static Tensor angle(Tensor input) => input.angle();

    /// <summary>Arc sine.</summary>
    public static Tensor asin(Tensor input) => input.asin();

    /// <summary>Arc sine. In place.</summary>
    public static Tensor asin_(Tensor input) => input.asin_();

    /// <summary>Inverse hyperbolic sine.</summary>
    public static Tensor asinh(Tensor input) => input.asinh();

    /// <summary>Inverse hyperbolic sine. In place.</summary>
    public static Tensor asinh_(Tensor input) => input.asinh_();

    /// <summary>Arc tangent.</summary>
    public static Tensor atan(Tensor input) => input.atan();

    /// <summary>Arc tangent. In place.</summary>
    public static Tensor atan_(Tensor input) => input.atan_();

    /// <summary>Inverse hyperbolic tangent.</summary>
    public static Tensor atanh(Tensor input) => input.atanh();

    /// <summary>Inverse hyperbolic tangent. In place.</summary>
    public static Tensor atanh_(Tensor input) => input.atanh_();

    /// <summary>Bits inverted; logical not for truth values.</summary>
    public static Tensor bitwise_not(Tensor input) => input.bitwise_not();

    /// <summary>Bits inverted; logical not for truth values. In place.</summary>
    public static Tensor bitwise_not_(Tensor input) => input.bitwise_not_();

    /// <summary>Rounded up.</summary>
    public static Tensor ceil(Tensor input) => input.ceil();

    /// <summary>Rounded up. In place.</summary>
    public static Tensor ceil_(Tensor input) => input.ceil_();

    /// <summary>Cosine of radians.</summary>
    public static Tensor cos(Tensor input) => input.cos();

    /// <summary>Cosine of radians. In place.</summary>
    public static Tensor cos_(Tensor input) => input.cos_();

    /// <summary>Hyperbolic cosine.</summary>
    public static Tensor cosh(Tensor input) => input.cosh();

    /// <summary>Hyperbolic cosine. In place.</summary>
    public static Tensor cosh_(Tensor input) => input.cosh_();

    /// <summary>Degrees to radians.</summary>
    public static Tensor deg2rad(Tensor input) => input.deg2rad();

    /// <summary>Degrees to radians. In place.</summary>
    public static Tensor deg2rad_(Tensor input) => input.deg2rad_();

    /// <summary>Logarithmic derivative of the gamma function.</summary>
    public static Tensor digamma(Tensor input) => input.digamma();

    /// <summary>Logarithmic derivative of the gamma function. In place.</summary>
    public static Tensor digamma_(Tensor input) => input.digamma_();

    /// <summary>Error function.</summary>
    public static Tensor erf(Tensor input) => input.erf();

    /// <summary>Error function. In place.</summary>
    public static Tensor erf_(Tensor input) => input.erf_();

    /// <summary>1 - erf.</summary>
    public static Tensor erfc(Tensor input) => input.erfc();

    /// <summary>1 - erf. In place.</summary>
    public static Tensor erfc_(Tensor input) => input.erfc_();

    /// <summary>Inverse of the error function.</summary>
    public static Tensor erfinv(Tensor input) => input.erfinv();

    /// <summary>Inverse of the error function. In place.</summary>
    public static Tensor erfinv_(Tensor input) => input.erfinv_();

    /// <summary>e to the power of each element.</summary>
    public static Tensor exp(Tensor input) => input.exp();

    /// <summary>e to the power of each element. In place.</summary>
    public static Tensor exp_(Tensor input) => input.exp_();

    /// <summary>2 to the power of each element.</summary>
    public static Tensor exp2(Tensor input) => input.exp2();

    /// <summary>2 to the power of each element. In place.</summary>
    public static Tensor exp2_(Tensor input) => input.exp2_();

    /// <summary>exp(x) - 1, exact for small x.</summary>
    public static Tensor expm1(Tensor input) => input.expm1();

    /// <summary>exp(x) - 1, exact for small x. In place.</summary>
    public static Tensor expm1_(Tensor input) => input.expm1_();

    /// <summary>Rounded down.</summary>
    public static Tensor floor(Tensor input) => input.floor();

    /// <summary>Rounded down. In place.</summary>
    public static Tensor floor_(Tensor input) => input.floor_();

    /// <summary>Fractional part.</summary>
    public static Tensor frac(Tensor input) => input.frac();

    /// <summary>Fractional part. In place.</summary>
    public static Tensor frac_(Tensor input) => input.frac_();

    /// <summary>Logarithm of the absolute gamma function.</summary>
    public static Tensor lgamma(Tensor input) => input.lgamma();

    /// <summary>Logarithm of the absolute gamma function. In place.</summary>
    public static Tensor lgamma_(Tensor input) => input.lgamma_();

    /// <summary>Natural logarithm.</summary>
    public static Tensor log(Tensor input) => input.log();

    /// <summary>Natural logarithm. In place.</summary>
    public static Tensor log_(Tensor input) => input.log_();

    /// <summary>Logarithm to base 10.</summary>
    public static Tensor log10(Tensor input) => input.log10();

    /// <summary>Logarithm to base 10. In place.</summary>
    public static Tensor log10_(Tensor input) => input.log10_();

    /// <summary>log(1 + x), exact for small x.</summary>
    public static Tensor log1p(Tensor input) => input.log1p();

    /// <summary>log(1 + x), exact for small x. In place.</summary>
    public static Tensor log1p_(Tensor input) => input.log1p_();

    /// <summary>Logarithm to base 2.</summary>
    public static Tensor log2(Tensor input) => input.log2();

    /// <summary>Logarithm to base 2. In place.</summary>
    public static Tensor log2_(Tensor input) => input.log2_();

    /// <summary>True where an element is zero.</summary>
    public static Tensor logical_not(Tensor input) => input.logical_not();

    /// <summary>True where an element is zero. In place.</summary>
    public static Tensor logical_not_(Tensor input) => input.logical_not_();

    /// <summary>Negated.</summary>
    public static Tensor neg(Tensor input) => input.neg();

    /// <summary>Negated. In place.</summary>
    public static Tensor neg_(Tensor input) => input.neg_();

    /// <summary>Radians to degrees.</summary>
    public static Tensor rad2deg(Tensor input) => input.rad2deg();

    /// <summary>Radians to degrees. In place.</summary>
    public static Tensor rad2deg_(Tensor input) => input.rad2deg_();

    /// <summary>1 / x.</summary>
    public static Tensor reciprocal(Tensor input) => input.reciprocal();

    /// <summary>1 / x. In place.</summary>
    public static Tensor reciprocal_(Tensor input) => input.reciprocal_();

    /// <summary>max(0, x).</summary>
    public static Tensor relu(Tensor input) => input.relu();

    /// <summary>max(0, x). In place.</summary>
    public static Tensor relu_(Tensor input) => input.relu_();

    /// <summary>1 / sqrt(x).</summary>
    public static Tensor rsqrt(Tensor input) => input.rsqrt();

    /// <summary>1 / sqrt(x). In place.</summary>
    public static Tensor rsqrt_(Tensor input) => input.rsqrt_();

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static Tensor sigmoid(Tensor input) => input.sigmoid();

    /// <summary>1 / (1 + exp(-x)). In place.</summary>
    public static Tensor sigmoid_(Tensor input) => input.sigmoid_();

    /// <summary>-1, 0 or 1.</summary>
    public static Tensor sign(Tensor input) => input.sign();

    /// <summary>-1, 0 or 1. In place.</summary>
    public static Tensor sign_(Tensor input) => input.sign_();

    /// <summary>Sign; for complex values x / |x|.</summary>
    public static Tensor sgn(Tensor input) => input.sgn();

    /// <summary>Sign; for complex values x / |x|. In place.</summary>
    public static Tensor sgn_(Tensor input) => input.sgn_();

    /// <summary>Sine of radians.</summary>
    public static Tensor sin(Tensor input) => input.sin();

    /// <summary>Sine of radians. In place.</summary>
    public static Tensor sin_(Tensor input) => input.sin_();

    /// <summary>sin(pi x) / (pi x), 1 at 0.</summary>
    public static Tensor sinc(Tensor input) => input.sinc();

    /// <summary>sin(pi x) / (pi x), 1 at 0. In place.</summary>
    public static Tensor sinc_(Tensor input) => input.sinc_();

    /// <summary>Hyperbolic sine.</summary>
    public static Tensor sinh(Tensor input) => input.sinh();

    /// <summary>Hyperbolic sine. In place.</summary>
    public static Tensor sinh_(Tensor input) => input.sinh_();

    /// <summary>Square root.</summary>
    public static Tensor sqrt(Tensor input) => input.sqrt();

    /// <summary>Square root. In place.</summary>
    public static Tensor sqrt_(Tensor input) => input.sqrt_();

    /// <summary>x times x.</summary>
    public static Tensor square(Tensor input) => input.square();

    /// <summary>x times x. In place.</summary>
    public static Tensor square_(Tensor input) => input.square_();

    /// <summary>Tangent of radians.</summary>
    public static Tensor tan(Tensor input) => input.tan();

    /// <summary>Tangent of radians. In place.</summary>
    public static Tensor tan_(Tensor input) => input.tan_();

    /// <summary>Hyperbolic tangent.</summary>
    public static Tensor tanh(Tensor input) => input.tanh();

    /// <summary>Hyperbolic tangent. In place.</summary>
    public static Tensor tanh_(Tensor input) => input.tanh_();

    /// <summary>Rounded towards zero.</summary>
    public static Tensor trunc(Tensor input) => input.trunc();

    /// <summary>Rounded towards zero. In place.</summary>
    public static Tensor trunc_(Tensor input) => input.trunc_();

    /// <summary>x sigmoid(x).</summary>
    public static Tensor silu(Tensor input) => input.silu();

    /// <summary>x sigmoid(x). In place.</summary>
    public static Tensor silu_(Tensor input) => input.silu_();

    /// <summary>Scaled exponential linear unit.</summary>
    public static Tensor selu(Tensor input) => input.selu();

    /// <summary>Scaled exponential linear unit. In place.</summary>
    public static Tensor selu_(Tensor input) => input.selu_();

    /// <summary>x tanh(softplus(x)). In place.</summary>
    public static Tensor mish_(Tensor input) => input.mish_();

    /// <summary>Piecewise linear sigmoid. In place.</summary>
    public static Tensor hardsigmoid_(Tensor input) => input.hardsigmoid_();

    /// <summary>x hardsigmoid(x).</summary>
    public static Tensor hardswish(Tensor input) => input.hardswish();

    /// <summary>x hardsigmoid(x). In place.</summary>
    public static Tensor hardswish_(Tensor input) => input.hardswish_();

    /// <summary>min(max(0, x), 6).</summary>
    public static Tensor relu6(Tensor input) => input.relu6();

    /// <summary>min(max(0, x), 6). In place.</summary>
    public static Tensor relu6_(Tensor input) => input.relu6_();

    /// <summary>Modified Bessel function of the first kind, order 0.</summary>
    public static Tensor i0(Tensor input) => input.i0();

    /// <summary>Modified Bessel function of the first kind, order 0. In place.</summary>
    public static Tensor i0_(Tensor input) => input.i0_();

    /// <summary>True where an element is not a number.</summary>
    public static Tensor isnan(Tensor input) => input.isnan();

    /// <summary>True where an element is infinite.</summary>
    public static Tensor isinf(Tensor input) => input.isinf();

    /// <summary>True where an element is a finite number.</summary>
    public static Tensor isfinite(Tensor tensor) => tensor.isfinite();

    /// <summary>True where an element is -infinity.</summary>
    public static Tensor isneginf(Tensor input) => input.isneginf();

    /// <summary>True where an element is +infinity.</summary>
    public static Tensor isposinf(Tensor input) => input.isposinf();

    /// <summary>True where the imaginary part is zero.</summary>
    public static Tensor isreal(Tensor input) => input.isreal();

    /// <summary>True where the sign bit is set.</summary>
    public static Tensor signbit(Tensor input) => input.signbit();

    /// <summary>Complex conjugate.</summary>
    public static Tensor conj(Tensor input) => input.conj();

    /// <summary>The tensor itself; refuses truth values.</summary>
    public static Tensor positive(Tensor input) => input.positive();

    /// <summary>Rounded to the nearest value with that many decimals, ties to even.</summary>
    public static Tensor round(Tensor input, long decimals = 0) => input.round(decimals);

    /// <summary>Rounded to the nearest value, in place.</summary>
    public static Tensor round_(Tensor input, long decimals = 0) => input.round_(decimals);

    /// <summary>Replaces what is no finite number.</summary>
    public static Tensor nan_to_num(Tensor input, double nan = 0, double? posinf = null, double? neginf = null) =>
        input.nan_to_num(nan, posinf, neginf);

    /// <summary>Replaces what is no finite number, in place.</summary>
    public static Tensor nan_to_num_(Tensor input, double nan = 0, double? posinf = null, double? neginf = null) =>
        input.nan_to_num_(nan, posinf, neginf);

    /// <summary>log(x / (1 - x)); eps clamps x to [eps, 1 - eps].</summary>
    public static Tensor logit(Tensor input, double? eps = null) => input.logit(eps);

    /// <summary>log(x / (1 - x)), in place.</summary>
    public static Tensor logit_(Tensor input, double? eps = null) => input.logit_(eps);

    /// <summary>log(1 + exp(beta x)) / beta; linear where beta x exceeds the threshold.</summary>
    public static Tensor softplus(Tensor input, double beta = 1, double threshold = 20) =>
        input.softplus(beta, threshold);

    /// <summary>x where positive, else negative_slope x.</summary>
    public static Tensor leaky_relu(Tensor input, Scalar negative_slope) => input.leaky_relu(negative_slope);

    /// <summary>x where positive, else negative_slope x, in place.</summary>
    public static Tensor leaky_relu_(Tensor input, Scalar negative_slope) => input.leaky_relu_(negative_slope);
}
