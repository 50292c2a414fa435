using System.Globalization;
using CsvHelper;

namespace NotebookKit.Data;

/// <summary>Reads labels and class probabilities from CSV files with a header line.</summary>
public static class CsvLabels
{
    /// <summary>Reads one column of labels: class numbers, or class names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="column">The column's name; null = the only column, or the one called "label".</param>
    /// <param name="classes">
    /// Names in class order, for instance the header of the probabilities; null = the numbers as they stand, or the
    /// names in alphabetical order.
    /// </param>
    /// <returns>Class numbers and the names used ("0", "1", ... for numbers).</returns>
    /// <exception cref="DataException">The column is missing, a cell is empty, or a name is not one of the
    /// classes.</exception>
    public static (int[] Labels, string[] Classes) ReadLabels(string path, string? column = null, IReadOnlyList<string>? classes = null)
    {
        var name = Path.GetFileName(path);
        using var csv = Open(path, name, out var header);
        var at = Array.IndexOf(header, column ?? (header.Length == 1 ? header[0] : "label"));
        if (at < 0)
        {
            throw new DataException(
                $"{name}: no column '{column ?? "label"}'; it has: {string.Join(", ", header)}. Name the column that holds the labels.");
        }

        var cells = new List<string>();
        while (csv.Read())
        {
            var cell = csv.GetString(at).Trim();                            // a missing field reads as empty
            if (cell.Length == 0) throw new DataException(
                $"{name}: row {cells.Count} has no label; every row needs one.");
            cells.Add(cell);
        }

        return ToNumbers(cells, classes, name);
    }

    /// <summary>Reads class probabilities: one column per class, its header the class's name.</summary>
    /// <param name="path">The file.</param>
    /// <returns>[N, K] and the K names.</returns>
    /// <exception cref="DataException">A cell is no number, or a row is too short or too long.</exception>
    public static (double[,] PredProbs, string[] Classes) ReadPredProbs(string path)
    {
        var name = Path.GetFileName(path);
        using var csv = Open(path, name, out var header);
        var values = new List<double>();
        for (var row = 0; csv.Read(); row++)
        {
            if (csv.FieldCount != header.Length)
                throw new DataException(
                    $"{name}: row {row} has {csv.FieldCount} cells, but the header has {header.Length}; every row " +
                    "has one per class.");
            for (var k = 0; k < header.Length; k++)
            {
                if (!csv.TryParse<double>(k, out var value))
                    throw new DataException(
                        $"{name}: row {row}, column '{header[k]}' is '{csv.GetString(k)}'; a probability is a " +
                        "number such as 0.25.");
                values.Add(value);
            }
        }

        var matrix = new double[values.Count / header.Length, header.Length];
        for (var i = 0; i < values.Count; i++) matrix[i / header.Length, i % header.Length] = values[i];
        return (matrix, header);
    }

    private static CsvReader Open(string path, string name, out string[] header)
    {
        var csv = CsvReader.FromFile(path, new CsvReaderOptions { FormatProvider = CultureInfo.InvariantCulture });
        header = [.. csv.Headers.Select(c => c.Trim())];
        if (header.Length > 0) return csv;
        csv.Dispose();
        throw new DataException($"{name}: is empty; the first line names the columns.");
    }

    private static (int[] Labels, string[] Classes) ToNumbers(List<string> cells, IReadOnlyList<string>? classes, string name)
    {
        if (classes is null && cells.TrueForAll(c => int.TryParse(c, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)))
        {
            var numbers = cells.ConvertAll(c => int.Parse(c, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)).ToArray();
            return (numbers, [.. Enumerable.Range(0, numbers.DefaultIfEmpty(-1).Max() + 1).Select(k => k.ToString(CultureInfo.InvariantCulture))]);
        }

        string[] names = [.. classes ?? [.. cells.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]];
        var labels = new int[cells.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = Array.IndexOf(names, cells[i]);
            if (labels[i] < 0)
                throw new DataException(
                    $"{name}: row {i} is '{cells[i]}'; the classes are: {string.Join(", ", names)}.");
        }

        return (labels, names);
    }
}
