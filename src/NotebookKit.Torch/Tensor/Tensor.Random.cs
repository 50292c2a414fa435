using NotebookKit.Torch.Generated;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Random truth values with these elements as probabilities.</summary>
        public Tensor bernoulli(Generator? generator = null) => Ops.bernoulli(this, generator);

        /// <summary>Indices drawn by weight, [num_samples] or [rows, num_samples].</summary>
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Ops.multinomial(this, num_samples, replacement, generator);

        /// <summary>Random truth values with one probability, in place.</summary>
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Ops.bernoulli__float(this, p, generator);

        /// <summary>Random truth values with these probabilities, in place.</summary>
        public Tensor bernoulli_(Tensor p, Generator? generator = null) => Ops.bernoulli__Tensor(this, p, generator);

        /// <summary>Normal random numbers, in place.</summary>
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) => Ops.normal_(this, mean, std, generator);

        /// <summary>Whole random numbers in [from, to), in place.</summary>
        public Tensor random_(double from, double to, Generator? generator = null) =>
            Ops.random__from(this, (long)from, (long)to, generator);

        /// <summary>Uniform random numbers in [from, to), in place.</summary>
        public Tensor uniform_(double from, double to, Generator? generator = null) => Ops.uniform_(this, from, to, generator);

        /// <summary>Exponential random numbers, in place.</summary>
        public Tensor exponential_(double lambda = 1, Generator? generator = null) => Ops.exponential_(this, lambda, generator);

        /// <summary>Geometric random numbers, in place.</summary>
        public Tensor geometric_(double p, Generator? generator = null) => Ops.geometric_(this, p, generator);

        /// <summary>Cauchy random numbers, in place.</summary>
        public Tensor cauchy_(double median = 0, double sigma = 1, Generator? generator = null) =>
            Ops.cauchy_(this, median, sigma, generator);

        /// <summary>Random numbers whose logarithm is normal, in place.</summary>
        public Tensor log_normal_(double mean = 1, double std = 2, Generator? generator = null) =>
            Ops.log_normal_(this, mean, std, generator);
    }
}
