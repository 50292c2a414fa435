using NotebookKit.Torch.Generated;

namespace TorchSharp;

// Numbers go straight into the call: an operator on an int, long, float or double makes no Scalar object where a native
// overload for numbers exists. Comparison operators are elementwise, as in PyTorch.
public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Sum.</summary>
        public static Tensor operator +(Tensor left, Tensor right) => Ops.add_Tensor(left, right);

        /// <summary>Sum.</summary>
        public static Tensor operator +(Tensor left, Scalar right) => Ops.add_Scalar(left, right);

        /// <summary>Sum.</summary>
        public static Tensor operator +(Tensor left, int right) => Ops.add_Scalar(left, right);

        /// <summary>Sum.</summary>
        public static Tensor operator +(Tensor left, long right) => Ops.add_Scalar(left, right);

        /// <summary>Sum.</summary>
        public static Tensor operator +(Tensor left, float right) => Ops.add_Scalar(left, right);

        /// <summary>Sum.</summary>
        public static Tensor operator +(Tensor left, double right) => Ops.add_Scalar(left, right);

        /// <summary>Sum.</summary>
        public static Tensor operator +(Scalar left, Tensor right) => Ops.add_Scalar(right, left);

        /// <summary>Sum.</summary>
        public static Tensor operator +(int left, Tensor right) => Ops.add_Scalar(right, left);

        /// <summary>Sum.</summary>
        public static Tensor operator +(long left, Tensor right) => Ops.add_Scalar(right, left);

        /// <summary>Sum.</summary>
        public static Tensor operator +(float left, Tensor right) => Ops.add_Scalar(right, left);

        /// <summary>Sum.</summary>
        public static Tensor operator +(double left, Tensor right) => Ops.add_Scalar(right, left);

        /// <summary>Product.</summary>
        public static Tensor operator *(Tensor left, Tensor right) => Ops.mul_Tensor(left, right);

        /// <summary>Product.</summary>
        public static Tensor operator *(Tensor left, Scalar right) => Ops.mul_Scalar(left, right);

        /// <summary>Product.</summary>
        public static Tensor operator *(Tensor left, int right) => Ops.mul_Scalar(left, right);

        /// <summary>Product.</summary>
        public static Tensor operator *(Tensor left, long right) => Ops.mul_Scalar(left, right);

        /// <summary>Product.</summary>
        public static Tensor operator *(Tensor left, float right) => Ops.mul_Scalar(left, right);

        /// <summary>Product.</summary>
        public static Tensor operator *(Tensor left, double right) => Ops.mul_Scalar(left, right);

        /// <summary>Product.</summary>
        public static Tensor operator *(Scalar left, Tensor right) => Ops.mul_Scalar(right, left);

        /// <summary>Product.</summary>
        public static Tensor operator *(int left, Tensor right) => Ops.mul_Scalar(right, left);

        /// <summary>Product.</summary>
        public static Tensor operator *(long left, Tensor right) => Ops.mul_Scalar(right, left);

        /// <summary>Product.</summary>
        public static Tensor operator *(float left, Tensor right) => Ops.mul_Scalar(right, left);

        /// <summary>Product.</summary>
        public static Tensor operator *(double left, Tensor right) => Ops.mul_Scalar(right, left);

        /// <summary>Difference.</summary>
        public static Tensor operator -(Tensor left, Tensor right) => Ops.sub_Tensor(left, right);

        /// <summary>Difference.</summary>
        public static Tensor operator -(Tensor left, Scalar right) => Ops.sub_Scalar(left, right);

        /// <summary>Difference.</summary>
        public static Tensor operator -(Tensor left, int right) => Ops.sub_Scalar(left, right);

        /// <summary>Difference.</summary>
        public static Tensor operator -(Tensor left, long right) => Ops.sub_Scalar(left, right);

        /// <summary>Difference.</summary>
        public static Tensor operator -(Tensor left, float right) => Ops.sub_Scalar(left, right);

        /// <summary>Difference.</summary>
        public static Tensor operator -(Tensor left, double right) => Ops.sub_Scalar(left, right);

        /// <summary>Difference.</summary>
        public static Tensor operator -(Scalar left, Tensor right) => Ops.rsub_Scalar(right, left);

        /// <summary>Difference.</summary>
        public static Tensor operator -(int left, Tensor right) => Ops.rsub_Scalar(right, left);

        /// <summary>Difference.</summary>
        public static Tensor operator -(long left, Tensor right) => Ops.rsub_Scalar(right, left);

        /// <summary>Difference.</summary>
        public static Tensor operator -(float left, Tensor right) => Ops.rsub_Scalar(right, left);

        /// <summary>Difference.</summary>
        public static Tensor operator -(double left, Tensor right) => Ops.rsub_Scalar(right, left);

        /// <summary>Quotient.</summary>
        public static Tensor operator /(Tensor left, Tensor right) => Ops.div_Tensor(left, right);

        /// <summary>Quotient.</summary>
        public static Tensor operator /(Tensor left, Scalar right) => Ops.div_Scalar(left, right);

        /// <summary>Quotient.</summary>
        public static Tensor operator /(Tensor left, int right) => Ops.div_Scalar(left, right);

        /// <summary>Quotient.</summary>
        public static Tensor operator /(Tensor left, long right) => Ops.div_Scalar(left, right);

        /// <summary>Quotient.</summary>
        public static Tensor operator /(Tensor left, float right) => Ops.div_Scalar(left, right);

        /// <summary>Quotient.</summary>
        public static Tensor operator /(Tensor left, double right) => Ops.div_Scalar(left, right);

        /// <summary>Quotient.</summary>
        public static Tensor operator /(Scalar left, Tensor right) => Reciprocal(left, right);

        /// <summary>Quotient.</summary>
        public static Tensor operator /(int left, Tensor right) => Reciprocal(left, right);

        /// <summary>Quotient.</summary>
        public static Tensor operator /(long left, Tensor right) => Reciprocal(left, right);

        /// <summary>Quotient.</summary>
        public static Tensor operator /(float left, Tensor right) => Reciprocal(left, right);

        /// <summary>Quotient.</summary>
        public static Tensor operator /(double left, Tensor right) => Reciprocal(left, right);

        /// <summary>Remainder with the sign of the divisor.</summary>
        public static Tensor operator %(Tensor left, Tensor right) => Ops.remainder_Tensor(left, right);

        /// <summary>Remainder with the sign of the divisor.</summary>
        public static Tensor operator %(Tensor left, Scalar right) => Ops.remainder_Scalar(left, right);

        /// <summary>Remainder with the sign of the divisor.</summary>
        public static Tensor operator %(Tensor left, int right) => Ops.remainder_Scalar(left, right);

        /// <summary>Remainder with the sign of the divisor.</summary>
        public static Tensor operator %(Tensor left, long right) => Ops.remainder_Scalar(left, right);

        /// <summary>Remainder with the sign of the divisor.</summary>
        public static Tensor operator %(Tensor left, float right) => Ops.remainder_Scalar(left, right);

        /// <summary>Remainder with the sign of the divisor.</summary>
        public static Tensor operator %(Tensor left, double right) => Ops.remainder_Scalar(left, right);

        /// <summary>Bits set in both.</summary>
        public static Tensor operator &(Tensor left, Tensor right) => Ops.bitwise_and_Tensor(left, right);

        /// <summary>Bits set in one.</summary>
        public static Tensor operator |(Tensor left, Tensor right) => Ops.bitwise_or_Tensor(left, right);

        /// <summary>Bits set in exactly one.</summary>
        public static Tensor operator ^(Tensor left, Tensor right) => Ops.bitwise_xor_Tensor(left, right);

        /// <summary>Equal elements.</summary>
        public static Tensor operator ==(Tensor left, Tensor right) => Ops.eq_Tensor(left, right);

        /// <summary>Equal elements.</summary>
        public static Tensor operator ==(Tensor left, Scalar right) => Ops.eq_Scalar(left, right);

        /// <summary>Equal elements.</summary>
        public static Tensor operator ==(Scalar left, Tensor right) => Ops.eq_Scalar(right, left);

        /// <summary>Different elements.</summary>
        public static Tensor operator !=(Tensor left, Tensor right) => Ops.ne_Tensor(left, right);

        /// <summary>Different elements.</summary>
        public static Tensor operator !=(Tensor left, Scalar right) => Ops.ne_Scalar(left, right);

        /// <summary>Different elements.</summary>
        public static Tensor operator !=(Scalar left, Tensor right) => Ops.ne_Scalar(right, left);

        /// <summary>Smaller elements.</summary>
        public static Tensor operator <(Tensor left, Tensor right) => Ops.lt_Tensor(left, right);

        /// <summary>Smaller elements.</summary>
        public static Tensor operator <(Tensor left, Scalar right) => Ops.lt_Scalar(left, right);

        /// <summary>Smaller elements.</summary>
        public static Tensor operator <(Scalar left, Tensor right) => Ops.gt_Scalar(right, left);

        /// <summary>Smaller or equal elements.</summary>
        public static Tensor operator <=(Tensor left, Tensor right) => Ops.le_Tensor(left, right);

        /// <summary>Smaller or equal elements.</summary>
        public static Tensor operator <=(Tensor left, Scalar right) => Ops.le_Scalar(left, right);

        /// <summary>Smaller or equal elements.</summary>
        public static Tensor operator <=(Scalar left, Tensor right) => Ops.ge_Scalar(right, left);

        /// <summary>Larger elements.</summary>
        public static Tensor operator >(Tensor left, Tensor right) => Ops.gt_Tensor(left, right);

        /// <summary>Larger elements.</summary>
        public static Tensor operator >(Tensor left, Scalar right) => Ops.gt_Scalar(left, right);

        /// <summary>Larger elements.</summary>
        public static Tensor operator >(Scalar left, Tensor right) => Ops.lt_Scalar(right, left);

        /// <summary>Larger or equal elements.</summary>
        public static Tensor operator >=(Tensor left, Tensor right) => Ops.ge_Tensor(left, right);

        /// <summary>Larger or equal elements.</summary>
        public static Tensor operator >=(Tensor left, Scalar right) => Ops.ge_Scalar(left, right);

        /// <summary>Larger or equal elements.</summary>
        public static Tensor operator >=(Scalar left, Tensor right) => Ops.le_Scalar(right, left);

        /// <summary>Bits inverted; logical not for truth values.</summary>
        public static Tensor operator ~(Tensor left) => Ops.bitwise_not(left);

        /// <summary>Negated.</summary>
        public static Tensor operator -(Tensor tensor) => Ops.neg(tensor);

        // As PyTorch does it: number / tensor is reciprocal times number, for integers in the default type.
        private static Tensor Reciprocal(Scalar number, Tensor tensor)
        {
            using var inverse = Ops.reciprocal(tensor);
            return Ops.mul_Scalar(inverse, number);
        }

        private static string? Rounding(RoundingMode mode) => mode == RoundingMode.None ? null : mode.ToString();

        private bool SameValues(Tensor other) => dtype == other.dtype && Ops.equal(this, other);
    }
}
