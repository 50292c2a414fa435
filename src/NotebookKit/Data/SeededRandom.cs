namespace NotebookKit.Data;

/// <summary>
/// Seeded random numbers whose stream is fixed by this file, not by the framework's version: SplitMix64 (Steele, Lea
/// and Flood
/// 2014). A stream is named by a seed and an index, so that example 17 is the same however many are drawn, and on any
/// thread.
/// </summary>
internal sealed class SeededRandom(long seed, long stream = 0)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong state = Mix((ulong)seed + Golden) ^ Mix(Mix((ulong)stream + Golden) + 1);
    private double spareNormal = double.NaN;

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(state += Golden);

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Uniform(double low, double high) => low + (high - low) * Uniform();

    /// <summary>Uniform in 0..count-1, without bias that matters: count is far below 2^32.</summary>
    public int Below(int count) => (int)((UInt128)NextBits() * (ulong)count >> 64);

    /// <summary>Standard normal, by Box and Muller's method; each pair of uniforms gives two.</summary>
    public double Normal()
    {
        if (!double.IsNaN(spareNormal))
        {
            var spare = spareNormal;
            spareNormal = double.NaN;
            return spare;
        }

        var radius = Math.Sqrt(-2.0 * Math.Log(1.0 - Uniform()));
        var (sine, cosine) = Math.SinCos(2.0 * Math.PI * Uniform());
        spareNormal = radius * sine;
        return radius * cosine;
    }

    /// <summary>Shuffles in place (Fisher and Yates).</summary>
    public void Shuffle(Span<long> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
