namespace TorchSharp;

public static partial class torch
{
    /// <summary>Sum; alpha scales the second term.</summary>
    public static Tensor add(Tensor left, Tensor right) => left.add(right);

    /// <summary>Sum; alpha scales the second term.</summary>
    public static Tensor add(Tensor left, Tensor right, Scalar alpha) => left.add(right, alpha);

    /// <summary>Sum; alpha scales the second term.</summary>
    public static Tensor add(Tensor left, Scalar right) => left.add(right);

    /// <summary>Sum; alpha scales the second term.</summary>
    public static Tensor add(Tensor left, Scalar right, Scalar alpha) => left.add(right, alpha);

    /// <summary>Sum; alpha scales the second term. In place.</summary>
    public static Tensor add_(Tensor left, Tensor target) => left.add_(target);

    /// <summary>Sum; alpha scales the second term. In place.</summary>
    public static Tensor add_(Tensor left, Tensor target, Scalar alpha) => left.add_(target, alpha);

    /// <summary>Sum; alpha scales the second term. In place.</summary>
    public static Tensor add_(Tensor left, Scalar scalar) => left.add_(scalar);

    /// <summary>Sum; alpha scales the second term. In place.</summary>
    public static Tensor add_(Tensor left, Scalar scalar, Scalar alpha) => left.add_(scalar, alpha);

    /// <summary>Difference.</summary>
    public static Tensor sub(Tensor left, Tensor right) => left.sub(right);

    /// <summary>Difference.</summary>
    public static Tensor sub(Tensor left, Scalar right) => left.sub(right);

    /// <summary>Difference. In place.</summary>
    public static Tensor sub_(Tensor left, Tensor target) => left.sub_(target);

    /// <summary>Difference. In place.</summary>
    public static Tensor sub_(Tensor left, Scalar target) => left.sub_(target);

    /// <summary>Product.</summary>
    public static Tensor mul(Tensor left, Tensor right) => left.mul(right);

    /// <summary>Product.</summary>
    public static Tensor mul(Tensor left, Scalar right) => left.mul(right);

    /// <summary>Product. In place.</summary>
    public static Tensor mul_(Tensor left, Tensor target) => left.mul_(target);

    /// <summary>Product. In place.</summary>
    public static Tensor mul_(Tensor left, Scalar target) => left.mul_(target);

    /// <summary>Quotient, true division or rounded.</summary>
    public static Tensor div(Tensor left, Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
        left.div(target, rounding_mode);

    /// <summary>Quotient, true division or rounded.</summary>
    public static Tensor div(Tensor left, Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
        left.div(target, rounding_mode);

    /// <summary>Quotient, true division or rounded. In place.</summary>
    public static Tensor div_(Tensor left, Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
        left.div_(target, rounding_mode);

    /// <summary>Quotient, true division or rounded. In place.</summary>
    public static Tensor div_(Tensor left, Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
        left.div_(target, rounding_mode);

    /// <summary>Quotient rounded down.</summary>
    public static Tensor floor_divide(Tensor input, Tensor other) => input.floor_divide(other);

    /// <summary>Quotient rounded down.</summary>
    public static Tensor floor_divide(Tensor input, Scalar other) => input.floor_divide(other);

    /// <summary>Quotient rounded down, in place.</summary>
    public static Tensor floor_divide_(Tensor input, Tensor other) => input.floor_divide_(other);

    /// <summary>Quotient rounded down, in place.</summary>
    public static Tensor floor_divide_(Tensor input, Scalar other) => input.floor_divide_(other);

    /// <summary>Remainder with the sign of the dividend.</summary>
    public static Tensor fmod(Tensor left, Tensor target) => left.fmod(target);

    /// <summary>Remainder with the sign of the dividend.</summary>
    public static Tensor fmod(Tensor left, Scalar scalar) => left.fmod(scalar);

    /// <summary>Remainder with the sign of the dividend. In place.</summary>
    public static Tensor fmod_(Tensor left, Tensor target) => left.fmod_(target);

    /// <summary>Remainder with the sign of the dividend. In place.</summary>
    public static Tensor fmod_(Tensor left, Scalar scalar) => left.fmod_(scalar);

    /// <summary>Remainder with the sign of the divisor.</summary>
    public static Tensor remainder(Tensor left, Tensor target) => left.remainder(target);

    /// <summary>Remainder with the sign of the divisor.</summary>
    public static Tensor remainder(Tensor left, Scalar scalar) => left.remainder(scalar);

    /// <summary>Remainder with the sign of the divisor. In place.</summary>
    public static Tensor remainder_(Tensor left, Tensor target) => left.remainder_(target);

    /// <summary>Remainder with the sign of the divisor. In place.</summary>
    public static Tensor remainder_(Tensor left, Scalar scalar) => left.remainder_(scalar);

    /// <summary>Power.</summary>
    public static Tensor pow(Tensor left, Tensor exponent) => left.pow(exponent);

    /// <summary>Power.</summary>
    public static Tensor pow(Tensor left, Scalar exponent) => left.pow(exponent);

    /// <summary>Power, in place.</summary>
    public static Tensor pow_(Tensor left, Tensor exponent) => left.pow_(exponent);

    /// <summary>Power, in place.</summary>
    public static Tensor pow_(Tensor left, Scalar exponent) => left.pow_(exponent);

    /// <summary>Power in double precision.</summary>
    public static Tensor float_power(Tensor input, Tensor target) => input.float_power(target);

    /// <summary>Angle of (other, this), in radians.</summary>
    public static Tensor atan2(Tensor input, Tensor other) => input.atan2(other);

    /// <summary>sqrt(x² + y²).</summary>
    public static Tensor hypot(Tensor input, Tensor other) => input.hypot(other);

    /// <summary>Magnitude of this with the sign of other.</summary>
    public static Tensor copysign(Tensor input, Tensor other) => input.copysign(other);

    /// <summary>Larger of two elements.</summary>
    public static Tensor maximum(Tensor input, Tensor other) => input.maximum(other);

    /// <summary>Smaller of two elements.</summary>
    public static Tensor minimum(Tensor input, Tensor other) => input.minimum(other);

    /// <summary>Larger of two elements; a number beats not-a-number.</summary>
    public static Tensor fmax(Tensor input, Tensor other) => input.fmax(other);

    /// <summary>Smaller of two elements; a number beats not-a-number.</summary>
    public static Tensor fmin(Tensor input, Tensor other) => input.fmin(other);

    /// <summary>log(exp(x) + exp(y)).</summary>
    public static Tensor logaddexp(Tensor input, Tensor other) => input.logaddexp(other);

    /// <summary>x log(y), 0 where x is 0.</summary>
    public static Tensor xlogy(Tensor x, Tensor y) => x.xlogy(y);

    /// <summary>x log(y), 0 where x is 0.</summary>
    public static Tensor xlogy(Tensor x, Scalar y) => x.xlogy(y);

    /// <summary>x log(y), 0 where x is 0, in place.</summary>
    public static Tensor xlogy_(Tensor x, Tensor y) => x.xlogy_(y);

    /// <summary>this + value tensor1 / tensor2.</summary>
    public static Tensor addcdiv(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) =>
        input.addcdiv(tensor1, tensor2, value);

    /// <summary>this + tensor1 / tensor2.</summary>
    public static Tensor addcdiv(Tensor input, Tensor tensor1, Tensor tensor2) => input.addcdiv(tensor1, tensor2);

    /// <summary>this + value tensor1 / tensor2, in place.</summary>
    public static Tensor addcdiv_(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) =>
        input.addcdiv_(tensor1, tensor2, value);

    /// <summary>this + tensor1 / tensor2, in place.</summary>
    public static Tensor addcdiv_(Tensor input, Tensor tensor1, Tensor tensor2) => input.addcdiv_(tensor1, tensor2);

    /// <summary>this + value tensor1 tensor2.</summary>
    public static Tensor addcmul(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) =>
        input.addcmul(tensor1, tensor2, value);

    /// <summary>this + value tensor1 tensor2, in place.</summary>
    public static Tensor addcmul_(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) =>
        input.addcmul_(tensor1, tensor2, value);

    /// <summary>this + weight (end - this).</summary>
    public static Tensor lerp(Tensor input, Tensor end, Tensor weight) => input.lerp(end, weight);

    /// <summary>this + weight (end - this), in place.</summary>
    public static Tensor lerp_(Tensor input, Tensor end, Tensor weight) => input.lerp_(end, weight);

    /// <summary>Limited to [min, max]; null leaves that side open.</summary>
    public static Tensor clamp(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp(min, max);

    /// <summary>Limited to [min, max] element by element.</summary>
    public static Tensor clamp(Tensor input, Tensor? min = null, Tensor? max = null) => input.clamp(min, max);

    /// <summary>Limited to [min, max], in place.</summary>
    public static Tensor clamp_(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp_(min, max);

    /// <summary>Limited to [min, max] element by element, in place.</summary>
    public static Tensor clamp_(Tensor input, Tensor? min = null, Tensor? max = null) => input.clamp_(min, max);

    /// <summary>No larger than max.</summary>
    public static Tensor clamp_max(Tensor input, Scalar max) => input.clamp_max(max);

    /// <summary>No larger than max, in place.</summary>
    public static Tensor clamp_max_(Tensor input, Scalar max) => input.clamp_max_(max);

    /// <summary>No smaller than min.</summary>
    public static Tensor clamp_min(Tensor input, Scalar min) => input.clamp_min(min);

    /// <summary>No smaller than min, in place.</summary>
    public static Tensor clamp_min_(Tensor input, Scalar min) => input.clamp_min_(min);

    /// <summary>Both not zero.</summary>
    public static Tensor logical_and(Tensor left, Tensor right) => left.logical_and(right);

    /// <summary>One not zero.</summary>
    public static Tensor logical_or(Tensor left, Tensor right) => left.logical_or(right);

    /// <summary>Exactly one not zero.</summary>
    public static Tensor logical_xor(Tensor left, Tensor other) => left.logical_xor(other);

    /// <summary>Both not zero, in place.</summary>
    public static Tensor logical_and_(Tensor left, Tensor other) => left.logical_and_(other);

    /// <summary>One not zero, in place.</summary>
    public static Tensor logical_or_(Tensor left, Tensor other) => left.logical_or_(other);

    /// <summary>Exactly one not zero, in place.</summary>
    public static Tensor logical_xor_(Tensor left, Tensor other) => left.logical_xor_(other);

    /// <summary>Bits set in both.</summary>
    public static Tensor bitwise_and(Tensor left, Tensor other) => left.bitwise_and(other);

    /// <summary>Bits set in one.</summary>
    public static Tensor bitwise_or(Tensor left, Tensor other) => left.bitwise_or(other);

    /// <summary>Bits set in exactly one.</summary>
    public static Tensor bitwise_xor(Tensor left, Tensor other) => left.bitwise_xor(other);

    /// <summary>Bits shifted to higher places.</summary>
    public static Tensor bitwise_left_shift(Tensor left, Tensor other) => left.bitwise_left_shift(other);

    /// <summary>Bits shifted to lower places.</summary>
    public static Tensor bitwise_right_shift(Tensor left, Tensor other) => left.bitwise_right_shift(other);
}
