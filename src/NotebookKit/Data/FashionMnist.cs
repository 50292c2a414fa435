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
}
