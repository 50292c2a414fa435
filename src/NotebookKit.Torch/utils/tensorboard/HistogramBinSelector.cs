namespace TorchSharp.Utils.tensorboard.Enums;

/// <summary>How <see cref="Modules.SummaryWriter.add_histogram"/> chooses its buckets.</summary>
public enum HistogramBinSelector : byte
{
    /// <summary>Sturges' rule for skewed numbers (Doane 1976).</summary>
    Doane = 0,
    /// <summary>2 n^(1/3) buckets.</summary>
    Rice = 1,
    /// <summary>By the standard deviation (Scott 1979).</summary>
    Scott = 2,
    /// <summary>The square root of n buckets.</summary>
    Sqrt = 3,
    /// <summary>By cross-validation (Stone 1984); not supported here.</summary>
    Stone = 4,
    /// <summary>log2(n) + 1 buckets (Sturges 1926).</summary>
    Sturges = 5,
    /// <summary>TensorFlow's fixed edges, each a tenth larger than the one before.</summary>
    Tensorflow = 6,
}
