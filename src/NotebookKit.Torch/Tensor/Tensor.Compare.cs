using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Equal elements.</summary>
        public Tensor eq(Tensor target) => Ops.eq_Tensor(this, target);

        /// <summary>Equal elements.</summary>
        public Tensor eq(Scalar target) => Ops.eq_Scalar(this, target);

        /// <summary>Equal elements. In place.</summary>
        public Tensor eq_(Tensor target) => Ops.eq__Tensor(this, target);

        /// <summary>Equal elements. In place.</summary>
        public Tensor eq_(Scalar target) => Ops.eq__Scalar(this, target);

        /// <summary>Different elements.</summary>
        public Tensor ne(Tensor target) => Ops.ne_Tensor(this, target);

        /// <summary>Different elements.</summary>
        public Tensor ne(Scalar target) => Ops.ne_Scalar(this, target);

        /// <summary>Different elements. In place.</summary>
        public Tensor ne_(Tensor target) => Ops.ne__Tensor(this, target);

        /// <summary>Different elements. In place.</summary>
        public Tensor ne_(Scalar target) => Ops.ne__Scalar(this, target);

        /// <summary>Smaller than the other.</summary>
        public Tensor lt(Tensor target) => Ops.lt_Tensor(this, target);

        /// <summary>Smaller than the other.</summary>
        public Tensor lt(Scalar target) => Ops.lt_Scalar(this, target);

        /// <summary>Smaller than the other. In place.</summary>
        public Tensor lt_(Tensor target) => Ops.lt__Tensor(this, target);

        /// <summary>Smaller than the other. In place.</summary>
        public Tensor lt_(Scalar target) => Ops.lt__Scalar(this, target);

        /// <summary>No larger than the other.</summary>
        public Tensor le(Tensor target) => Ops.le_Tensor(this, target);

        /// <summary>No larger than the other.</summary>
        public Tensor le(Scalar target) => Ops.le_Scalar(this, target);

        /// <summary>No larger than the other. In place.</summary>
        public Tensor le_(Tensor target) => Ops.le__Tensor(this, target);

        /// <summary>No larger than the other. In place.</summary>
        public Tensor le_(Scalar target) => Ops.le__Scalar(this, target);

        /// <summary>Larger than the other.</summary>
        public Tensor gt(Tensor target) => Ops.gt_Tensor(this, target);

        /// <summary>Larger than the other.</summary>
        public Tensor gt(Scalar target) => Ops.gt_Scalar(this, target);

        /// <summary>Larger than the other. In place.</summary>
        public Tensor gt_(Tensor target) => Ops.gt__Tensor(this, target);

        /// <summary>Larger than the other. In place.</summary>
        public Tensor gt_(Scalar target) => Ops.gt__Scalar(this, target);

        /// <summary>No smaller than the other.</summary>
        public Tensor ge(Tensor target) => Ops.ge_Tensor(this, target);

        /// <summary>No smaller than the other.</summary>
        public Tensor ge(Scalar target) => Ops.ge_Scalar(this, target);

        /// <summary>No smaller than the other. In place.</summary>
        public Tensor ge_(Tensor target) => Ops.ge__Tensor(this, target);

        /// <summary>No smaller than the other. In place.</summary>
        public Tensor ge_(Scalar target) => Ops.ge__Scalar(this, target);

        /// <summary>Equal elements (not one truth value, as in PyTorch).</summary>
        public Tensor equal(Tensor target) => eq(target);

        /// <summary>Different elements.</summary>
        public Tensor not_equal(Tensor target) => ne(target);

        /// <summary>Smaller than the other.</summary>
        public Tensor less(Tensor target) => lt(target);

        /// <summary>No larger than the other.</summary>
        public Tensor less_equal(Tensor target) => le(target);

        /// <summary>Larger than the other.</summary>
        public Tensor greater(Tensor target) => gt(target);

        /// <summary>No smaller than the other.</summary>
        public Tensor greater_equal(Tensor target) => ge(target);

        /// <summary>|this - other| within atol + rtol |other|.</summary>
        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            Ops.isclose(this, other, rtol, atol, nanEqual);

        /// <summary>All elements within atol + rtol |target|.</summary>
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Ops.allclose(this, target, rtol, atol, equal_nan);

        /// <summary>True where an element is among those.</summary>
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            Ops.isin_Tensor_Tensor(this, test_elements, assumeUnique, invert);
    }
}
