using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NotebookKit.Models.LabelErrors;
using Xunit;

namespace NotebookKit.Models.Tests;

/// <summary>Oracle files of this repository, and the published inputs where a data directory is there.</summary>
internal static class Oracle
{
    private static readonly ConcurrentDictionary<string, LabelledSet> Sets = new(StringComparer.Ordinal);

    public static JsonElement Read(string name) =>
        JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(Root(), "tests", "oracles", "label-errors", name))).RootElement;

    /// <summary>A published set, or the test is skipped with the reason.</summary>
    public static LabelledSet Published(string name)
    {
        var directory = Path.GetDirectoryName(DataFile("labels", "label-errors", $"{name}_test_set_pyx.npy"))!;
        return Sets.GetOrAdd(name, n => PublishedSet.Load(directory, n));
    }

    /// <summary>A file of the data directory, or the test is skipped with the reason.</summary>
    public static string DataFile(params string[] parts)
    {
        var data = Environment.GetEnvironmentVariable("NOTEBOOKKIT_DATA") ?? Path.Combine(
            Root(), "..", "shared", "data");
        var file = Path.Combine([data, .. parts]);
        if (!File.Exists(file)) Assert.Skip(
            $"{Path.Combine(parts)} is not here: set NOTEBOOKKIT_DATA to a data directory that holds it.");
        return file;
    }

    public static int[] Ints(this JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetInt32())];

    public static double[] Doubles(this JsonElement element) =>
        [.. element.EnumerateArray().Select(e => e.GetDouble())];

    public static double[,] Matrix(this JsonElement element)
    {
        var rows = element.EnumerateArray().Select(Doubles).ToArray();
        var matrix = new double[rows.Length, rows[0].Length];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var k = 0; k < rows[i].Length; k++) matrix[i, k] = rows[i][k];
        }

        return matrix;
    }

    public static long[,] Counts(this JsonElement element)
    {
        var matrix = element.Matrix();
        var counts = new long[matrix.GetLength(0), matrix.GetLength(1)];
        for (var i = 0; i < counts.GetLength(0); i++)
        {
            for (var k = 0; k < counts.GetLength(1); k++) counts[i, k] = (long)matrix[i, k];
        }

        return counts;
    }

    /// <summary>SHA-256 of the ascending indices, joined by commas.</summary>
    public static string Hash(IEnumerable<int> indices) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(',', indices))));

    public static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.True(
            Math.Abs(expected[i] - actual[i]) <= tolerance, $"[{i}]: expected {expected[i]:R}, got {actual[i]:R}");
    }

    public static void Near(double[,] expected, double[,] actual, double tolerance)
    {
        Assert.Equal((expected.GetLength(0), expected.GetLength(1)), (actual.GetLength(0), actual.GetLength(1)));
        Near([.. expected.Cast<double>()], [.. actual.Cast<double>()], tolerance);
    }

    private static string Root()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "NotebookKit.sln"))) directory = Path.GetDirectoryName(directory)!;
        return directory;
    }
}
