using System.Runtime.InteropServices;
using System.Text;
using NotebookKit.Data;
using NotebookKit.Models.LabelErrors;
using Xunit;
using static TorchSharp.torch;

namespace NotebookKit.Models.Tests;

using LabelErrors = NotebookKit.Models.LabelErrors.LabelErrors;

/// <summary>People's own data: .npy and CSV files, and tensors.</summary>
public sealed class FilesTests : IDisposable
{
    private static readonly int[] Labels = [0, 1, 1, 0];
    private static readonly double[,] Probs = { { 0.9, 0.1 }, { 0.2, 0.8 }, { 0.75, 0.25 }, { 0.5, 0.5 } };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("own-");

    [Fact]
    public void Load_NpyPair_EqualsTheNumbers()
    {
        var set = LabelFiles.Load(
            Npy("labels.npy", "|u1", "(4,)", (byte[])[0, 1, 1, 0]), Npy("probs.npy", "<f8", "(4, 2)", Rows()));

        Assert.Equal(Labels, set.GivenLabels);
        Assert.Equal(Rows(), (double[])set.Values);
        Assert.Equal(LabelErrors.Find(Labels, Probs).Ranked, LabelErrors.Find(set.GivenLabels, set.PredProbs).Ranked);
        Assert.Equal(("probs.npy", 2), (set.Name, set.Classes));
        Assert.Equal(["0", "1"], set.ClassNames);
    }

    [Fact]
    public void Load_FortranOrderAndFloat32_KeepRowsAndType()
    {
        float[] columns = [0.9f, 0.2f, 0.75f, 0.5f, 0.1f, 0.8f, 0.25f, 0.5f];
        var set = LabelFiles.Load(
            Npy("labels.npy", "<i8", "(4, 1)", (long[])[0, 1, 1, 0]),
                Npy("probs.npy", "<f4", "(4, 2)", columns, fortran: true));

        Assert.IsType<float[]>(set.Values);                                  // never widened as a whole
        Assert.Equal([0.75f, 0.25f], set.Row(2));
        Assert.Equal(Labels, set.GivenLabels);
    }

    [Fact]
    public void Load_CsvPair_ReadsNumbersAndNames()
    {
        var probs = Text("probs.csv", "cat,dog\n0.9,0.1\n0.2,0.8\n0.75,0.25\n0.5,0.5\n");
        var named = LabelFiles.Load(Text("names.csv", "label\ncat\ndog\ndog\ncat\n"), probs);
        var numbered = LabelFiles.Load(Text("numbers.csv", "label\n0\n1\n1\n0\n"), probs);

        Assert.Equal(Labels, named.GivenLabels);
        Assert.Equal(Labels, numbered.GivenLabels);
        Assert.Equal(["cat", "dog"], named.ClassNames);
        Assert.Equal(Rows(), (double[])named.Values);
    }

    [Fact]
    public void Load_BadFiles_AreRefusedWithWhatToDo()
    {
        var labels = Npy("labels.npy", "|u1", "(4,)", (byte[])[0, 1, 1, 0]);
        var probs = Npy("probs.npy", "<f8", "(4, 2)", Rows());

        Assert.Contains("there is none at", Refused("no.npy", probs), StringComparison.Ordinal);
        Assert.Contains("ends in '.pkl'", Refused(labels, Text("a.pkl", "x")), StringComparison.Ordinal);
        Assert.Contains("has 3 labels, but", Refused(Npy("three.npy", "|u1", "(3,)", (byte[])[0, 1, 1]), probs),
            StringComparison.Ordinal);
        Assert.Contains("array.argmax(1)", Refused(probs, probs), StringComparison.Ordinal);
        Assert.Contains("must be [N, K]", Refused(labels, labels), StringComparison.Ordinal);
        Assert.Contains(
            "big-endian", Refused(Npy("big.npy", ">i4", "(4,)", new byte[16]), probs), StringComparison.Ordinal);
        Assert.Contains(
            "pickled", Refused(Npy("object.npy", "|O", "(4,)", new byte[32]), probs), StringComparison.Ordinal);
        Assert.Contains("Value 1 is 0.5", Refused(Npy("half.npy", "<f8", "(4,)", (double[])[0, 0.5, 1, 1]), probs),
            StringComparison.Ordinal);
        Assert.Contains("column 'dog' is 'much'", Refused(labels, Text("bad.csv", "cat,dog\n0.9,much\n")),
            StringComparison.Ordinal);

        static string Refused(string labels, string probs) =>
            Assert.Throws<DataException>(() => LabelFiles.Load(labels, probs)).Message;
    }

    [Fact]
    public void Find_Tensors_EqualArrays()
    {
        using var scope = NewDisposeScope();
        var expected = LabelErrors.Find(Labels, Probs);
        foreach (var type in new[] { ScalarType.Byte, ScalarType.Int32, ScalarType.Int64 })
        {
            var found = LabelErrors.Find(tensor(Labels).to(type), tensor(Probs));
            Assert.Equal(expected.Ranked, found.Ranked);
            Assert.Equal(expected.Scores, found.Scores);
        }

        var turned = tensor(Probs).to(ScalarType.Float32).t().contiguous().t();       // columns first in memory
        Assert.Equal(expected.Ranked, LabelErrors.Find(tensor(Labels), turned.requires_grad_()).Ranked);
    }

    [Fact]
    public void Find_OtherTensors_AreRefused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("givenLabels must be [N] of an integer type, but is [4] of Float32",
            Refused(tensor(Labels).to(ScalarType.Float32), tensor(Probs)), StringComparison.Ordinal);
        Assert.Contains(
            "givenLabels must be [N]", Refused(tensor(Labels).unsqueeze(1), tensor(Probs)), StringComparison.Ordinal);
        Assert.Contains("predProbs must be [N, K] of Float32 or Float64, but is [4, 2] of Float16",
            Refused(tensor(Labels), tensor(Probs).to(ScalarType.Float16)), StringComparison.Ordinal);
        Assert.Contains("givenLabels[0] is 4294967296", Refused(tensor(new[] { 1L << 32, 0, 0, 0 }), tensor(Probs)),
            StringComparison.Ordinal);
        Assert.Contains(
            "givenLabels has 3 labels", Refused(tensor(new[] { 0, 1, 1 }), tensor(Probs)), StringComparison.Ordinal);

        static string Refused(Tensor labels, Tensor probs) =>
            Assert.Throws<ArgumentException>(() => LabelErrors.Find(labels, probs)).Message;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static double[] Rows() => [.. Probs.Cast<double>()];

    private string Npy<T>(string name, string descr, string shape, T[] values, bool fortran = false)
        where T : unmanaged
    {
        var header = $"{{'descr': '{descr}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}\n";
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(
            path,
            [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8),
                .. Encoding.ASCII.GetBytes(header),
                .. MemoryMarshal.AsBytes(values.AsSpan())]);
        return path;
    }

    private string Text(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }
}
