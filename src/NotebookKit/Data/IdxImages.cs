namespace NotebookKit.Data;

/// <summary>Pictures and labels in a pair of IDX files: MNIST and its relatives.</summary>
internal static class IdxImages
{
    /// <summary>Reads a pair.</summary>
    /// <param name="id">Id in the catalogue of data sets.</param>
    /// <param name="title">What figures call the data set.</param>
    /// <param name="classes">Class names in label order.</param>
    /// <param name="directory">The folder of the data set.</param>
    /// <param name="images">File of the pictures.</param>
    /// <param name="labels">File of their labels.</param>
    /// <returns>[N, 1, H, W].</returns>
    /// <exception cref="DataException">A file is missing or damaged, or the two do not fit together.</exception>
    public static ImageSet Load(
        string id, string title, IReadOnlyList<string> classes, string directory, string images, string labels)
    {
        var (shape, planes) = Idx.Load(Path.Combine(directory, images));
        var (count, values) = Idx.Load(Path.Combine(directory, labels));
        if (shape is not [var pictures, var height, var width] || count is not [var named] || pictures != named)
        {
            throw new DataException(
                $"{images} holds {string.Join(" x ", shape)} bytes and {labels} {string.Join(" x ", count)}; "
                + "they must hold N pictures of H x W and N labels.");
        }

        var known = Array.ConvertAll(values, value => (long)value);
        var source = new DataUse(
            id, ImageSet.HashOf(planes, known), $"{title} ({images}), {pictures} pictures", StandIn: false);
        return ImageSet.FromPlanes(planes, 1, height, width, known, classes, source);
    }
}
