namespace NotebookKit.Data;

/// <summary>
/// CIFAR-10 (Krizhevsky 2009) in its binary distribution: records of 3,073 bytes, one label byte, then 1,024 red, 1,024
/// green and
/// 1,024 blue bytes, row by row.
/// </summary>
public static class Cifar10
{
    /// <summary>Id in the catalogue of data sets.</summary>
    public const string Id = "cifar10";

    /// <summary>Records in each of the official files.</summary>
    public const int RecordsPerFile = 10_000;

    private const int Side = 32;
    private const int PixelBytes = 3 * Side * Side;
    private const int RecordBytes = 1 + PixelBytes;

    /// <summary>Class names in label order.</summary>
    public static IReadOnlyList<string> Classes { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>The five official training files.</summary>
    public static IReadOnlyList<string> TrainFiles { get; } =
        [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")];

    /// <summary>The official test file.</summary>
    public static string TestFile => "test_batch.bin";

    /// <summary>Reads files of records, one after the other.</summary>
    /// <param name="directory">The folder of the data set.</param>
    /// <param name="files">File names; none means the test file.</param>
    /// <returns>[N, 3, 32, 32] with the ten classes; <see cref="ImageSet.Subjects"/> holds the labels too.</returns>
    /// <exception cref="DataException">A file is missing, has a wrong size, or a record has a label above
    /// 9.</exception>
    public static ImageSet Load(string directory, params IReadOnlyList<string> files)
    {
        IReadOnlyList<string> names = files.Count == 0 ? [TestFile] : files;
        var contents = names.Select(name => ReadRecords(Path.Combine(directory, name))).ToList();
        var count = contents.Sum(content => content.Length / RecordBytes);
        var planes = new byte[(long)count * PixelBytes];
        var labels = new long[count];
        var at = 0;
        foreach (var content in contents)
        {
            for (var start = 0; start < content.Length; start += RecordBytes, at++)
            {
                labels[at] = content[start];
                content.AsSpan(start + 1, PixelBytes).CopyTo(planes.AsSpan(at * PixelBytes));
            }
        }

        var hash = FileHash.OfSet([.. names.Zip(contents, (name, content) => (name, FileHash.Of(content)))]);
        var source = new DataUse(
            Id, hash, $"CIFAR-10 ({string.Join(", ", names)}), {count} photographs", StandIn: false);
        return ImageSet.FromPlanes(planes, 3, Side, Side, labels, Classes, source, subjects: labels);
    }

    private static byte[] ReadRecords(string path)
    {
        if (!File.Exists(path))
        {
            throw new DataException(
                $"{path} is missing. Put the binary version of CIFAR-10 there, or run 'nk data get {Id}'.");
        }

        var bytes = new FileInfo(path).Length;
        var name = Path.GetFileName(path);
        const long officialBytes = (long)RecordsPerFile * RecordBytes;
        if ((name == TestFile || TrainFiles.Contains(name)) && bytes != officialBytes)
        {
            throw new DataException(
                $"{path}: size is {bytes:N0} bytes, the official file has {officialBytes:N0} " +
                "(10,000 records of 3,073). " +
                $"Delete it and run 'nk data get {Id}'.");
        }

        if (bytes == 0 || bytes % RecordBytes != 0 || bytes > int.MaxValue)
        {
            throw new DataException(
                $"{path} must hold whole records of {RecordBytes:N0} bytes, but its {bytes:N0} bytes are " +
                $"{bytes / RecordBytes:N0} records and {bytes % RecordBytes:N0} bytes.");
        }

        var content = File.ReadAllBytes(path);
        for (var record = 0; record < content.Length / RecordBytes; record++)
        {
            if (content[record * RecordBytes] >= Classes.Count)
            {
                throw new DataException(
                    $"{path}: record {record} has label {content[record * RecordBytes]}; labels run from 0 to 9.");
            }
        }

        return content;
    }
}
