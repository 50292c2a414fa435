using System.Numerics;

namespace NotebookKit.Data.Procedural;

/// <summary>
/// Noise with an amplitude spectrum that falls as a power of r, as photographs have: white Gaussian noise filtered in
/// the Fourier
/// domain, r in cycles per pixel, r(0, 0) := 1/size; then zero mean and unit variance.
/// </summary>
internal sealed class SpectralNoise
{
    private readonly int size;
    private readonly int bits;
    private readonly double[] gain;                                       // [size * size]
    private readonly Complex[] roots;                                     // exp(-2 pi i k / size)
    private readonly Complex[] grid;
    private readonly Complex[] line;

    /// <summary>Makes a generator for square fields; it holds working memory, so each thread has its own.</summary>
    /// <param name="size">Side in pixels, a power of two.</param>
    /// <param name="exponent">Power of r that the amplitude follows; that of natural photographs is -1.2.</param>
    public SpectralNoise(int size, double exponent = -1.2)
    {
        this.size = size;
        bits = BitOperations.Log2((uint)size);
        roots = [.. Enumerable.Range(0, size).Select(k => Complex.FromPolarCoordinates(1, -2 * Math.PI * k / size))];
        grid = new Complex[size * size];
        line = new Complex[size];
        gain = new double[size * size];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var r = double.Hypot(Frequency(x), Frequency(y));
                gain[y * size + x] = Math.Pow(r == 0 ? 1.0 / size : r, exponent);
            }
        }
    }

    /// <summary>
    /// Filters two fields of white noise in place. The gain is real and even, so both travel as the real and the
    /// imaginary
    /// part of one transform.
    /// </summary>
    /// <param name="first">[size * size], white noise in, filtered and standardised noise out.</param>
    /// <param name="second">The same.</param>
    public void Filter(Span<double> first, Span<double> second)
    {
        for (var i = 0; i < grid.Length; i++)
        {
            grid[i] = new(first[i], second[i]);
        }

        Transform();
        for (var i = 0; i < grid.Length; i++)
        {
            // Conjugation before and after turns the forward transform into the inverse one; its scale is undone by
            // Standardise.
            grid[i] = Complex.Conjugate(grid[i] * gain[i]);
        }

        Transform();
        for (var i = 0; i < grid.Length; i++)
        {
            first[i] = grid[i].Real;
            second[i] = -grid[i].Imaginary;
        }

        Standardise(first);
        Standardise(second);
    }

    private double Frequency(int index) => (index < size / 2 ? index : index - size) / (double)size;

    private static void Standardise(Span<double> field)
    {
        double sum = 0, squares = 0;
        foreach (var value in field)
        {
            sum += value;
            squares += value * value;
        }

        var mean = sum / field.Length;
        var scale = 1 / Math.Sqrt(squares / field.Length - mean * mean);
        foreach (ref var value in field)
        {
            value = (value - mean) * scale;
        }
    }

    private void Transform()
    {
        for (var i = 0; i < size; i++)
        {
            TransformLine(i * size, 1);
        }

        for (var i = 0; i < size; i++)
        {
            TransformLine(i, size);
        }
    }

    // Cooley and Tukey 1965, radix 2, in bit-reversed order.
    private void TransformLine(int start, int stride)
    {
        for (var i = 0; i < size; i++)
        {
            line[Reverse(i)] = grid[start + i * stride];
        }

        for (var half = 1; half < size; half *= 2)
        {
            var step = size / (2 * half);
            for (var block = 0; block < size; block += 2 * half)
            {
                for (var k = 0; k < half; k++)
                {
                    var (even, odd) = (line[block + k], line[block + k + half] * roots[k * step]);
                    (line[block + k], line[block + k + half]) = (even + odd, even - odd);
                }
            }
        }

        for (var i = 0; i < size; i++)
        {
            grid[start + i * stride] = line[i];
        }
    }

    private int Reverse(int index)
    {
        var reversed = 0;
        for (var bit = 0; bit < bits; bit++)
        {
            reversed = (reversed << 1) | ((index >> bit) & 1);
        }

        return reversed;
    }
}
