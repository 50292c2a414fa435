namespace NotebookKit.Data;

/// <summary>MNIST (LeCun, Bottou, Bengio and Haffner 1998): 28 x 28 grey pictures of handwritten digits.</summary>
public static class Mnist
{
    /// <summary>Id in the catalogue of data sets.</summary>
    public const string Id = "mnist";

    /// <summary>Class names in label order.</summary>
    public static IReadOnlyList<string> Classes { get; } = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];

    /// <summary>Reads the 60,000 training pictures.</summary>
    /// <param name="directory">The folder of the data set.</param>
    /// <returns>[60000, 1, 28, 28].</returns>
    /// <exception cref="DataException">A file is missing or damaged, or the two do not fit together.</exception>
    public static ImageSet LoadTraining(string directory) => IdxImages.Load(
        Id, "MNIST", Classes, directory, "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz");

    /// <summary>Reads the 10,000 test pictures.</summary>
    /// <param name="directory">The folder of the data set.</param>
    /// <returns>[10000, 1, 28, 28].</returns>
    /// <exception cref="DataException">A file is missing or damaged, or the two do not fit together.</exception>
    public static ImageSet LoadTest(string directory) => IdxImages.Load(
        Id, "MNIST", Classes, directory, "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz");
}
