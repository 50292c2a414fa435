using NotebookKit.Data;

namespace NotebookKit.Models.LabelErrors;

/// <summary>
/// People's own data: labels and out-of-sample probabilities from .npy files (every little-endian numeric type, C or
/// Fortran order) or CSV files with a header line.
/// </summary>
public static class LabelFiles
{
    /// <summary>Reads a pair of files.</summary>
    /// <param name="labelsPath">[N] class numbers (.npy), or a CSV column of class numbers or names.</param>
    /// <param name="predProbsPath">[N, K] probabilities (.npy), or a CSV file with one column per class.</param>
    /// <returns>The set, named by its file; float32 stays float32.</returns>
    /// <exception cref="DataException">A file is missing, damaged, of another kind, or the two do not fit
    /// together.</exception>
    /// <remarks>Relative paths start at the current folder. Labels and probabilities are checked where they are used:
    /// by <see cref="LabelErrors"/>.</remarks>
    public static LabelledSet Load(string labelsPath, string predProbsPath)
    {
        var (values, classes, names) = ReadPredProbs(predProbsPath);
        var labels = ReadLabels(labelsPath, names);
        var rows = values.Length / classes;
        return labels.Length == rows
            ? new LabelledSet
            {
                Name = Path.GetFileName(predProbsPath), GivenLabels = labels, Values = values, Classes = classes,
                ClassNames = names ?? [.. Enumerable.Range(0, classes).Select(k => $"{k}")],
            }
            : throw new DataException(
                $"{labelsPath} has {labels.Length} labels, but {predProbsPath} has {rows} rows; " +
                "they must describe the same examples in the same order.");
    }

    private static int[] ReadLabels(string path, IReadOnlyList<string>? classNames)
    {
        if (IsCsv(path)) return CsvLabels.ReadLabels(path, classes: NamesFor(path, classNames)).Labels;
        var array = Npy.Load(Existing(path));
        if (array.Shape is not ([_] or [_, 1]))
            throw new DataException(
                $"{path} has the shape [{string.Join(", ", array.Shape)}]; labels must be [N], one class number " +
                $"each. " +
                "One-hot labels: save array.argmax(1).");
        return array.ToInt32s();
    }

    private static (Array Values, int Classes, IReadOnlyList<string>? Names) ReadPredProbs(string path)
    {
        if (IsCsv(path))
        {
            var (matrix, header) = CsvLabels.ReadPredProbs(path);
            var flat = new double[matrix.Length];
            Buffer.BlockCopy(matrix, 0, flat, 0, sizeof(double) * flat.Length);
            return (flat, header.Length, header);
        }

        var array = Npy.Load(Existing(path));
        return array.Shape is [_, var classes] && classes > 1
            ? (array.Values is float[] singles ? singles : array.ToDoubles(), classes, null)
            : throw new DataException(
                $"{path} has the shape [{string.Join(", ", array.Shape)}]; probabilities must be [N, K], one row per " +
                "example and one column per class, K 2 or more.");
    }

    /// <summary>Class numbers in a CSV file stay numbers, whatever the probabilities' columns are called.</summary>
    private static IReadOnlyList<string>? NamesFor(string path, IReadOnlyList<string>? classNames)
    {
        if (classNames is null) return null;
        var (_, found) = CsvLabels.ReadLabels(path);
        return found.All(name => int.TryParse(name, out _)) ? null : classNames;
    }

    private static bool IsCsv(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".npy" => false,
        ".csv" => Existing(path).Length > 0,
        var other => throw new DataException(
            $"{path} ends in '{other}'; the files read are .npy (numpy.save) and .csv with a header line."),
    };

    private static string Existing(string path) => File.Exists(path) ? path : throw new DataException(
        $"{path} must name a file, but there is none at {Path.GetFullPath(path)}. Relative paths start at the folder " +
        "where the command was given.");
}
