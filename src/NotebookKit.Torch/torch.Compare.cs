namespace TorchSharp;

public static partial class torch
{
    /// <summary>Equal elements.</summary>
    public static Tensor eq(Tensor left, Tensor right) => left.eq(right);

    /// <summary>Equal elements.</summary>
    public static Tensor eq(Tensor left, Scalar target) => left.eq(target);

    /// <summary>Equal elements. In place.</summary>
    public static Tensor eq_(Tensor left, Tensor target) => left.eq_(target);

    /// <summary>Equal elements. In place.</summary>
    public static Tensor eq_(Tensor left, Scalar target) => left.eq_(target);

    /// <summary>Different elements.</summary>
    public static Tensor ne(Tensor left, Tensor target) => left.ne(target);

    /// <summary>Different elements.</summary>
    public static Tensor ne(Tensor left, Scalar target) => left.ne(target);

    /// <summary>Different elements. In place.</summary>
    public static Tensor ne_(Tensor left, Tensor target) => left.ne_(target);

    /// <summary>Different elements. In place.</summary>
    public static Tensor ne_(Tensor left, Scalar target) => left.ne_(target);

    /// <summary>Smaller than the other.</summary>
    public static Tensor lt(Tensor left, Tensor target) => left.lt(target);

    /// <summary>Smaller than the other.</summary>
    public static Tensor lt(Tensor left, Scalar target) => left.lt(target);

    /// <summary>Smaller than the other. In place.</summary>
    public static Tensor lt_(Tensor left, Tensor target) => left.lt_(target);

    /// <summary>Smaller than the other. In place.</summary>
    public static Tensor lt_(Tensor left, Scalar target) => left.lt_(target);

    /// <summary>No larger than the other.</summary>
    public static Tensor le(Tensor left, Tensor target) => left.le(target);

    /// <summary>No larger than the other.</summary>
    public static Tensor le(Tensor left, Scalar target) => left.le(target);

    /// <summary>No larger than the other. In place.</summary>
    public static Tensor le_(Tensor left, Tensor target) => left.le_(target);

    /// <summary>No larger than the other. In place.</summary>
    public static Tensor le_(Tensor left, Scalar target) => left.le_(target);

    /// <summary>Larger than the other.</summary>
    public static Tensor gt(Tensor left, Tensor target) => left.gt(target);

    /// <summary>Larger than the other.</summary>
    public static Tensor gt(Tensor left, Scalar target) => left.gt(target);

    /// <summary>Larger than the other. In place.</summary>
    public static Tensor gt_(Tensor left, Tensor target) => left.gt_(target);

    /// <summary>Larger than the other. In place.</summary>
    public static Tensor gt_(Tensor left, Scalar target) => left.gt_(target);

    /// <summary>No smaller than the other.</summary>
    public static Tensor ge(Tensor left, Tensor target) => left.ge(target);

    /// <summary>No smaller than the other.</summary>
    public static Tensor ge(Tensor left, Scalar target) => left.ge(target);

    /// <summary>No smaller than the other. In place.</summary>
    public static Tensor ge_(Tensor left, Tensor target) => left.ge_(target);

    /// <summary>No smaller than the other. In place.</summary>
    public static Tensor ge_(Tensor left, Scalar target) => left.ge_(target);

    /// <summary>Equal elements (not one truth value, as in PyTorch).</summary>
    public static Tensor equal(Tensor tensor, Tensor target) => tensor.equal(target);

    /// <summary>Different elements.</summary>
    public static Tensor not_equal(Tensor left, Tensor target) => left.not_equal(target);

    /// <summary>Smaller than the other.</summary>
    public static Tensor less(Tensor left, Tensor target) => left.less(target);

    /// <summary>No larger than the other.</summary>
    public static Tensor less_equal(Tensor left, Tensor target) => left.less_equal(target);

    /// <summary>Larger than the other.</summary>
    public static Tensor greater(Tensor left, Tensor target) => left.greater(target);

    /// <summary>No smaller than the other.</summary>
    public static Tensor greater_equal(Tensor left, Tensor target) => left.greater_equal(target);

    /// <summary>|this - other| within atol + rtol |other|.</summary>
    public static Tensor isclose(Tensor tensor, Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
        tensor.isclose(other, rtol, atol, nanEqual);

    /// <summary>All elements within atol + rtol |target|.</summary>
    public static bool allclose(Tensor tensor, Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
        tensor.allclose(target, rtol, atol, equal_nan);

    /// <summary>True where an element is among those.</summary>
    public static Tensor isin(Tensor elements, Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
        elements.isin(test_elements, assumeUnique, invert);
}
