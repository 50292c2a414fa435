namespace NotebookKit.Data;

/// <summary>Fashion-MNIST (Xiao, Rasul and Vollgraf 2017): 28 x 28 grey pictures of ten kinds of clothes.</summary>
public static class FashionMnist
{
    /// <summary>Id in the catalogue of data sets.</summary>
    public const string Id = "fashion-mnist";

    /// <summary>The official test pictures, 10,000.</summary>
    public const string TestImages = "t10k-images-idx3-ubyte.gz";

    /// <summary>Their labels.</summary>
    public const string TestLabels = "t10k-labels-idx1-ubyte.gz";

    /// <summary>Id in the catalogue of the first 10,000 of the 60,000 official training pictures.</summary>
    public const string TrainingId = "fashion-mnist-train10000";

    /// <summary>Class names in label order.</summary>
    public static IReadOnlyList<string> Classes { get; } =
        ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    /// <summary>Reads a pair of IDX files.</summary>
    /// <param name="directory">The folder of the data set.</param>
    /// <param name="images">File of the pictures.</param>
    /// <param name="labels">File of their labels.</param>
    /// <returns>[N, 1, 28, 28].</returns>
    /// <exception cref="DataException">A file is missing or damaged, or the two do not fit together.</exception>
    public static ImageSet Load(string directory, string images = TestImages, string labels = TestLabels) =>
        IdxImages.Load(Id, "Fashion-MNIST", Classes, directory, images, labels);

    /// <summary>Reads the first 10,000 official training pictures.</summary>
    /// <param name="directory">The folder of the data set.</param>
    /// <returns>[10000, 1, 28, 28].</returns>
    /// <exception cref="DataException">As <see cref="Load"/>.</exception>
    public static ImageSet LoadTraining(string directory) => IdxImages.Load(
        TrainingId, "Fashion-MNIST", Classes, directory, "train-first10000-images-idx3-ubyte.gz",
        "train-first10000-labels-idx1-ubyte.gz");
}
