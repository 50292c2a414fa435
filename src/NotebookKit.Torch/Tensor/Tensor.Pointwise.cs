using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Sum; alpha scales the second term.</summary>
        public Tensor add(Tensor target) => Ops.add_Tensor(this, target);

        /// <summary>Sum; alpha scales the second term.</summary>
        public Tensor add(Tensor target, Scalar alpha) => Ops.add_Tensor(this, target, alpha);

        /// <summary>Sum; alpha scales the second term.</summary>
        public Tensor add(Scalar scalar) => Ops.add_Scalar(this, scalar);

        /// <summary>Sum; alpha scales the second term.</summary>
        public Tensor add(Scalar scalar, Scalar alpha) => Ops.add_Scalar(this, scalar, alpha);

        /// <summary>Sum; alpha scales the second term. In place.</summary>
        public Tensor add_(Tensor target) => Ops.add__Tensor(this, target);

        /// <summary>Sum; alpha scales the second term. In place.</summary>
        public Tensor add_(Tensor target, Scalar alpha) => Ops.add__Tensor(this, target, alpha);

        /// <summary>Sum; alpha scales the second term. In place.</summary>
        public Tensor add_(Scalar scalar) => Ops.add__Scalar(this, scalar);

        /// <summary>Sum; alpha scales the second term. In place.</summary>
        public Tensor add_(Scalar scalar, Scalar alpha) => Ops.add__Scalar(this, scalar, alpha);

        /// <summary>Difference.</summary>
        public Tensor sub(Tensor target) => Ops.sub_Tensor(this, target);

        /// <summary>Difference.</summary>
        public Tensor sub(Scalar target) => Ops.sub_Scalar(this, target);

        /// <summary>Difference. In place.</summary>
        public Tensor sub_(Tensor target) => Ops.sub__Tensor(this, target);

        /// <summary>Difference. In place.</summary>
        public Tensor sub_(Scalar target) => Ops.sub__Scalar(this, target);

        /// <summary>Product.</summary>
        public Tensor mul(Tensor target) => Ops.mul_Tensor(this, target);

        /// <summary>Product.</summary>
        public Tensor mul(Scalar target) => Ops.mul_Scalar(this, target);

        /// <summary>Product. In place.</summary>
        public Tensor mul_(Tensor target) => Ops.mul__Tensor(this, target);

        /// <summary>Product. In place.</summary>
        public Tensor mul_(Scalar target) => Ops.mul__Scalar(this, target);

        /// <summary>Quotient, true division or rounded.</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.div_Tensor(this, target) : Ops.div_Tensor_mode(this, target, Rounding(rounding_mode));

        /// <summary>Quotient, true division or rounded.</summary>
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.div_Scalar(this, target) : Ops.div_Scalar_mode(this, target, Rounding(rounding_mode));

        /// <summary>Quotient, true division or rounded. In place.</summary>
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.div__Tensor(this, target) : Ops.div__Tensor_mode(this, target, Rounding(rounding_mode));

        /// <summary>Quotient, true division or rounded. In place.</summary>
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.div__Scalar(this, target) : Ops.div__Scalar_mode(this, target, Rounding(rounding_mode));

        /// <summary>Quotient rounded down.</summary>
        public Tensor floor_divide(Tensor other) => Ops.floor_divide(this, other);

        /// <summary>Quotient rounded down.</summary>
        public Tensor floor_divide(Scalar other) => Ops.floor_divide_Scalar(this, other);

        /// <summary>Quotient rounded down, in place.</summary>
        public Tensor floor_divide_(Tensor other) => Ops.floor_divide__Tensor(this, other);

        /// <summary>Quotient rounded down, in place.</summary>
        public Tensor floor_divide_(Scalar other) => Ops.floor_divide__Scalar(this, other);

        /// <summary>Remainder with the sign of the dividend.</summary>
        public Tensor fmod(Tensor target) => Ops.fmod_Tensor(this, target);

        /// <summary>Remainder with the sign of the dividend.</summary>
        public Tensor fmod(Scalar scalar) => Ops.fmod_Scalar(this, scalar);

        /// <summary>Remainder with the sign of the dividend. In place.</summary>
        public Tensor fmod_(Tensor target) => Ops.fmod__Tensor(this, target);

        /// <summary>Remainder with the sign of the dividend. In place.</summary>
        public Tensor fmod_(Scalar scalar) => Ops.fmod__Scalar(this, scalar);

        /// <summary>Remainder with the sign of the divisor.</summary>
        public Tensor remainder(Tensor target) => Ops.remainder_Tensor(this, target);

        /// <summary>Remainder with the sign of the divisor.</summary>
        public Tensor remainder(Scalar scalar) => Ops.remainder_Scalar(this, scalar);

        /// <summary>Remainder with the sign of the divisor. In place.</summary>
        public Tensor remainder_(Tensor target) => Ops.remainder__Tensor(this, target);

        /// <summary>Remainder with the sign of the divisor. In place.</summary>
        public Tensor remainder_(Scalar scalar) => Ops.remainder__Scalar(this, scalar);

        /// <summary>Power.</summary>
        public Tensor pow(Tensor exponent) => Ops.pow_Tensor_Tensor(this, exponent);

        /// <summary>Power.</summary>
        public Tensor pow(Scalar exponent) => Ops.pow_Tensor_Scalar(this, exponent);

        /// <summary>Power, in place.</summary>
        public Tensor pow_(Tensor exponent) => Ops.pow__Tensor(this, exponent);

        /// <summary>Power, in place.</summary>
        public Tensor pow_(Scalar exponent) => Ops.pow__Scalar(this, exponent);

        /// <summary>Power in double precision.</summary>
        public Tensor float_power(Tensor target) => Ops.float_power_Tensor_Tensor(this, target);

        /// <summary>Angle of (other, this), in radians.</summary>
        public Tensor atan2(Tensor other) => Ops.atan2(this, other);

        /// <summary>Angle of (other, this), in radians, in place.</summary>
        public Tensor atan2_(Tensor other) => Ops.atan2_(this, other);

        /// <summary>sqrt(x² + y²).</summary>
        public Tensor hypot(Tensor other) => Ops.hypot(this, other);

        /// <summary>Magnitude of this with the sign of other.</summary>
        public Tensor copysign(Tensor other) => Ops.copysign_Tensor(this, other);

        /// <summary>Larger of two elements.</summary>
        public Tensor maximum(Tensor other) => Ops.maximum(this, other);

        /// <summary>Smaller of two elements.</summary>
        public Tensor minimum(Tensor other) => Ops.minimum(this, other);

        /// <summary>Larger of two elements; a number beats not-a-number.</summary>
        public Tensor fmax(Tensor other) => Ops.fmax(this, other);

        /// <summary>Smaller of two elements; a number beats not-a-number.</summary>
        public Tensor fmin(Tensor other) => Ops.fmin(this, other);

        /// <summary>log(exp(x) + exp(y)).</summary>
        public Tensor logaddexp(Tensor other) => Ops.logaddexp(this, other);

        /// <summary>x log(y), 0 where x is 0.</summary>
        public Tensor xlogy(Tensor y) => Ops.xlogy_Tensor(this, y);

        /// <summary>x log(y), 0 where x is 0.</summary>
        public Tensor xlogy(Scalar y) => Ops.xlogy_Scalar_Other(this, y);

        /// <summary>x log(y), 0 where x is 0, in place.</summary>
        public Tensor xlogy_(Tensor y) => Ops.xlogy__Tensor(this, y);

        /// <summary>this + value tensor1 / tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Ops.addcdiv(this, tensor1, tensor2, value);

        /// <summary>this + tensor1 / tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Ops.addcdiv(this, tensor1, tensor2);

        /// <summary>this + value tensor1 / tensor2, in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Ops.addcdiv_(this, tensor1, tensor2, value);

        /// <summary>this + tensor1 / tensor2, in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Ops.addcdiv_(this, tensor1, tensor2);

        /// <summary>this + value tensor1 tensor2.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Ops.addcmul(this, tensor1, tensor2, value);

        /// <summary>this + value tensor1 tensor2, in place.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Ops.addcmul_(this, tensor1, tensor2, value);

        /// <summary>this + weight (end - this).</summary>
        public Tensor lerp(Tensor end, Tensor weight) => Ops.lerp_Tensor(this, end, weight);

        /// <summary>this + weight (end - this), in place.</summary>
        public Tensor lerp_(Tensor end, Tensor weight) => Ops.lerp__Tensor(this, end, weight);

        /// <summary>Limited to [min, max]; null leaves that side open.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Ops.clamp(this, min, max);

        /// <summary>Limited to [min, max] element by element.</summary>
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Ops.clamp_Tensor(this, min, max);

        /// <summary>Limited to [min, max], in place.</summary>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Ops.clamp_(this, min, max);

        /// <summary>Limited to [min, max] element by element, in place.</summary>
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Ops.clamp__Tensor(this, min, max);

        /// <summary>No larger than max.</summary>
        public Tensor clamp_max(Scalar max) => Ops.clamp_max(this, max);

        /// <summary>No larger than max, in place.</summary>
        public Tensor clamp_max_(Scalar max) => Ops.clamp_max_(this, max);

        /// <summary>No smaller than min.</summary>
        public Tensor clamp_min(Scalar min) => Ops.clamp_min(this, min);

        /// <summary>No smaller than min, in place.</summary>
        public Tensor clamp_min_(Scalar min) => Ops.clamp_min_(this, min);

        /// <summary>Both not zero.</summary>
        public Tensor logical_and(Tensor other) => Ops.logical_and(this, other);

        /// <summary>One not zero.</summary>
        public Tensor logical_or(Tensor other) => Ops.logical_or(this, other);

        /// <summary>Exactly one not zero.</summary>
        public Tensor logical_xor(Tensor other) => Ops.logical_xor(this, other);

        /// <summary>Both not zero, in place.</summary>
        public Tensor logical_and_(Tensor other) => Ops.logical_and_(this, other);

        /// <summary>One not zero, in place.</summary>
        public Tensor logical_or_(Tensor other) => Ops.logical_or_(this, other);

        /// <summary>Exactly one not zero, in place.</summary>
        public Tensor logical_xor_(Tensor other) => Ops.logical_xor_(this, other);

        /// <summary>Bits set in both.</summary>
        public Tensor bitwise_and(Tensor other) => Ops.bitwise_and_Tensor(this, other);

        /// <summary>Bits set in one.</summary>
        public Tensor bitwise_or(Tensor other) => Ops.bitwise_or_Tensor(this, other);

        /// <summary>Bits set in exactly one.</summary>
        public Tensor bitwise_xor(Tensor other) => Ops.bitwise_xor_Tensor(this, other);

        /// <summary>Bits shifted to higher places.</summary>
        public Tensor bitwise_left_shift(Tensor other) => Ops.bitwise_left_shift_Tensor(this, other);

        /// <summary>Bits shifted to lower places.</summary>
        public Tensor bitwise_right_shift(Tensor other) => Ops.bitwise_right_shift_Tensor(this, other);
    }
}
