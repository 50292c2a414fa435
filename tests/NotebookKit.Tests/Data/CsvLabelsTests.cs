using NotebookKit.Data;
using Xunit;

namespace NotebookKit.Tests.Data;

/// <summary>Labels and probabilities from CSV.</summary>
public sealed class CsvLabelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadLabels_Numbers_StayAsTheyAre()
    {
        var (labels, classes) = CsvLabels.ReadLabels(Write("label\n2\n0\n 1 \n"));

        Assert.Equal([2, 0, 1], labels);
        Assert.Equal(["0", "1", "2"], classes);
    }

    [Fact]
    public void ReadLabels_Names_GoByTheAlphabetOrByTheClassesGiven()
    {
        var path = Write("id,label\n1,dog\n2,\"cat, small\"\n3,dog\n");

        Assert.Equal([1, 0, 1], CsvLabels.ReadLabels(path).Labels);
        Assert.Equal(["cat, small", "dog"], CsvLabels.ReadLabels(path).Classes);
        Assert.Equal([0, 2, 0], CsvLabels.ReadLabels(path, "label", ["dog", "bird", "cat, small"]).Labels);
        Assert.Equal([1, 2, 3], CsvLabels.ReadLabels(path, "id").Labels);
    }

    [Fact]
    public void ReadPredProbs_Numbers_GiveTheMatrixAndItsClasses()
    {
        var (probs, classes) = CsvLabels.ReadPredProbs(Write("dog,cat\n0.25,0.75\n1,0\n1e-3,0.999\n"));

        Assert.Equal(new[,] { { 0.25, 0.75 }, { 1, 0 }, { 1e-3, 0.999 } }, probs);
        Assert.Equal(["dog", "cat"], classes);
    }

    [Fact]
    public void Read_BadFiles_AreRefusedWithTheRow()
    {
        Assert.Contains("no column 'label'; it has: a, b", Refused("a,b\n1,2\n", p => CsvLabels.ReadLabels(p)));
        Assert.Contains("row 1 has no label", Refused("id,label\n1,2\n2,\n", p => CsvLabels.ReadLabels(p)));
        Assert.Contains("row 0 is 'fish'; the classes are: dog, cat", Refused("label\nfish\n", p => CsvLabels.ReadLabels(p, null, ["dog", "cat"])));
        Assert.Contains("row 1, column 'cat' is 'x'", Refused("dog,cat\n0.5,0.5\n0.5,x\n", p => CsvLabels.ReadPredProbs(p)));
        Assert.Contains("row 0 has 3 cells, but the header has 2", Refused("dog,cat\n0.5,0.25,0.25\n", p => CsvLabels.ReadPredProbs(p)));
        Assert.Contains("is empty", Refused("", p => CsvLabels.ReadPredProbs(p)));
    }

    private string Write(string text) => _folder.Write("labels.csv", text);

    private string Refused(string text, Action<string> read)
    {
        var path = Write(text);
        return Assert.Throws<DataException>(() => read(path)).Message;
    }
}
