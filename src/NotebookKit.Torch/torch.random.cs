using NotebookKit.Torch.Door;
using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Seeds the default sources of all devices and returns the processor's.</summary>
    public static Generator manual_seed(long seed)
    {
        NativeError.Check(NativeMethods.nk_manual_seed(unchecked((ulong)seed)), "manual_seed");
        return Generator.Default;
    }

    /// <summary>Seeds the default source from the system's randomness and returns the seed.</summary>
    public static long seed()
    {
        using var generator = Generator.Default;
        return generator.seed();
    }

    /// <summary>The seed the default source started from.</summary>
    public static long initial_seed()
    {
        using var generator = Generator.Default;
        return generator.initial_seed();
    }

    /// <summary>State of the default source, bytes.</summary>
    public static Tensor get_rng_state()
    {
        using var generator = Generator.Default;
        return generator.get_state();
    }

    /// <summary>Makes the default source go on from a state.</summary>
    public static void set_rng_state(Tensor new_state)
    {
        using var generator = Generator.Default;
        generator.set_state(new_state);
    }

    /// <summary>Random truth values with these probabilities.</summary>
    public static Tensor bernoulli(Tensor input, Generator? generator = null) => Ops.bernoulli(input, generator);

    /// <summary>Indices drawn by weight, [num_samples] or [rows, num_samples].</summary>
    public static Tensor multinomial(
        Tensor input, long num_samples, bool replacement = false, Generator? generator = null) =>
        Ops.multinomial(input, num_samples, replacement, generator);

    /// <summary>Poisson random numbers with these rates.</summary>
    public static Tensor poisson(Tensor input, Generator? generator = null) => Ops.poisson(input, generator);

    /// <summary>The default source of random numbers.</summary>
    public static class random
    {
        /// <inheritdoc cref="torch.seed"/>
        public static long seed() => torch.seed();

        /// <inheritdoc cref="torch.initial_seed"/>
        public static long initial_seed() => torch.initial_seed();

        /// <inheritdoc cref="torch.manual_seed"/>
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        /// <inheritdoc cref="torch.get_rng_state"/>
        public static Tensor get_rng_state() => torch.get_rng_state();

        /// <inheritdoc cref="torch.set_rng_state"/>
        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }
}
