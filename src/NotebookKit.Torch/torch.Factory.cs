using NotebookKit.Torch.Door;
using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Zeros of the shape and type of another tensor.</summary>
    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Ops.zeros_like(input, dtype, device), requires_grad, names);

    /// <summary>Ones of the shape and type of another tensor.</summary>
    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Ops.ones_like(input, dtype, device), requires_grad, names);

    /// <summary>Uninitialised elements in the shape and type of another tensor.</summary>
    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Ops.empty_like(input, dtype, device), requires_grad, names);

    /// <summary>One number in the shape and type of another tensor.</summary>
    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Ops.full_like(input, value, dtype, device), requires_grad, names);

    /// <summary>Uniform random numbers in [0, 1) in the shape and type of another tensor.</summary>
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Ops.rand_like(input, dtype, device), requires_grad, null);

    /// <summary>Normal random numbers in the shape and type of another tensor.</summary>
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Ops.randn_like(input, dtype, device), requires_grad, null);

    /// <summary>Whole random numbers in [low, high) in the shape of another tensor.</summary>
    public static Tensor randint_like(Tensor input, long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Ops.randint_like_low_dtype(input, low, high, dtype, device), requires_grad);

    /// <summary>Whole random numbers in [low, high), Int64 unless told otherwise.</summary>
    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Made(
            generator is null
                ? Ops.randint_low(low, high, size, dtype ?? int64, On(device))
                : Ops.randint_low_generator(low, high, size, generator, dtype ?? int64, On(device)),
            requires_grad,
            names);

    /// <summary>Whole random numbers in [low, high), Int64 unless told otherwise.</summary>
    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(low, high, size.Shape, dtype, device, requires_grad, generator, names);

    /// <summary>Whole random numbers in [low, high), Int64 unless told otherwise.</summary>
    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, size.Shape, dtype, device, requires_grad, generator, names);

    /// <summary>Whole random numbers in [low, high), Int64 unless told otherwise.</summary>
    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    /// <summary>Whole random numbers in [low, high), Int64 unless told otherwise.</summary>
    public static Tensor randint(int low, int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint((long)low, (long)high, Array.ConvertAll(size, n => (long)n), dtype, device, requires_grad, generator, names);

    /// <summary>Whole random numbers in [low, high), Int64 unless told otherwise.</summary>
    public static Tensor randint(int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0L, (long)high, Array.ConvertAll(size, n => (long)n), dtype, device, requires_grad, generator, names);

    /// <summary>0 to n - 1 in random order.</summary>
    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Made(
            generator is null
                ? Ops.randperm(n, dtype ?? int64, On(device))
                : Ops.randperm_generator(n, generator, dtype ?? int64, On(device)),
            requires_grad);

    /// <summary>0 to n - 1 in random order, into a tensor.</summary>
    public static Tensor randperm(long n, Tensor @out, Generator? generator = null) =>
        @out.set_(randperm(n, @out.dtype, @out.device, generator: generator));

    /// <summary>start to stop (excluded) in steps; without a type Int64 for integers, else the default type.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Ops.arange_start_step(start, stop, step, dtype ?? RangeType(start, stop, step), On(device)), requires_grad);

    /// <summary>start to stop (excluded) in steps of 1.</summary>
    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    /// <summary>0 to stop (excluded) in steps of 1.</summary>
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    /// <summary>Ones on the diagonal, zeros elsewhere.</summary>
    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Ops.eye_m(rows, columns < 0 ? rows : columns, dtype, On(device)), requires_grad, names);

    /// <summary>steps numbers from start to end (included), evenly spaced.</summary>
    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Ops.linspace(start, end, steps, dtype, On(device)), requires_grad);

    /// <summary>base to the power of steps evenly spaced exponents.</summary>
    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Ops.logspace(start, end, steps, @base, dtype, On(device)), requires_grad);

    /// <summary>Normal random numbers.</summary>
    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Made(Ops.empty_memory_format(size, dtype, On(device)).normal_(mean, std, generator), requires_grad, names);

    /// <summary>Normal random numbers with these means and deviations.</summary>
    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null) =>
        Ops.normal_Tensor_Tensor(mean, std, generator);

    /// <summary>Complex numbers from real and imaginary parts.</summary>
    public static Tensor complex(Tensor real, Tensor imag) =>
        Ops.complex(real, imag);

    /// <summary>Complex numbers from magnitudes and angles in radians.</summary>
    public static Tensor polar(Tensor abs, Tensor angle) =>
        Ops.polar(abs, angle);

    // A factory's null device is the default one; null type the default one of libtorch.
    private static Device? On(Device? device) => device ?? s_defaultDevice;

    private static ScalarType? RangeType(Scalar start, Scalar stop, Scalar step) =>
        start.Value.Tag == NkTag.Int && stop.Value.Tag == NkTag.Int && step.Value.Tag == NkTag.Int ? ScalarType.Int64 : null;

    private static Tensor Made(Tensor tensor, bool requires_grad, string[]? names = null)
    {
        if (names is { Length: > 0 })
        {
            tensor.Dispose();
            throw new NotSupportedException("Named dimensions are not supported; leave names null.");
        }

        return requires_grad ? tensor.requires_grad_() : tensor;
    }
}
