using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Execution;
using Xunit;

namespace NotebookKit.Kernel.Tests.Execution;

public sealed class OutputFolderTests
{
    private readonly OutputFolder folder = new();

    [Fact]
    public void Stream_NeighboursOfOneName_Join()
    {
        var cell = folder.NewCell(1);
        cell.Stream("stdout", "a");
        cell.Stream("stdout", "b\n");
        cell.Stream("stderr", "c");
        cell.Stream("stdout", "d");
        Assert.Equal(["stdout:ab\n", "stderr:c", "stdout:d"], Streams(cell));
    }

    [Fact]
    public void Stream_AnySplit_GivesTheSameText() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>[]>(), pieces =>
        {
            var (split, whole) = (folder.NewCell(1), folder.NewCell(1));
            var text = string.Concat(pieces.Select(p => p.Get));
            pieces.ToList().ForEach(p => split.Stream("stdout", p.Get));
            whole.Stream("stdout", text);
            return pieces.Length == 0 || split.ToJson().ToJsonString() == whole.ToJson().ToJsonString();
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("10 %\r20 %\r30 %\n", "30 %\n")]
    [InlineData("longer\rab\n", "abnger\n")]
    [InlineData("a\r\nb", "a\nb")]
    [InlineData("plain", "plain")]
    public void Stream_CarriageReturn_Overwrites(string text, string shown) =>
        Assert.Equal(shown, OutputFolder.ApplyCarriageReturns(text));

    [Fact]
    public void UpdateDisplay_FromALaterCell_ChangesEveryOutputWithTheId()
    {
        var (first, second) = (folder.NewCell(1), folder.NewCell(2));
        first.Display(MimeBundle.OfText("old"), "id");
        second.Display(MimeBundle.OfText("old"), "id");
        second.UpdateDisplay(MimeBundle.OfText("new"), "id");
        second.UpdateDisplay(MimeBundle.OfText("first seen here"), "other");

        Assert.Equal(["new"], Texts(first));
        Assert.Equal(["new", "first seen here"], Texts(second));
    }

    [Fact]
    public void ClearOutput_Wait_ClearsWithTheNextOutputOnly()
    {
        var cell = folder.NewCell(1);
        cell.Display(MimeBundle.OfText("old"), "a");
        cell.ClearOutput(wait: true);
        Assert.Equal(["old"], Texts(cell));
        cell.Display(MimeBundle.OfText("new"), "b");
        Assert.Equal(["new"], Texts(cell));
        cell.ClearOutput(wait: false);
        Assert.Empty(cell.ToJson());
    }

    [Fact]
    public void Result_Bundle_HasCountBytesAndMetadata()
    {
        var cell = folder.NewCell(4);
        cell.Result(new MimeBundle(
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [MimeTypes.PlainText] = "x", [MimeTypes.Png] = new byte[] { 1, 2, 3 }, [MimeTypes.Json] = new JsonObject { ["a"] = 1 },
            },
            MimeBundle.AltText(MimeTypes.Png, "three bytes")));
        var output = cell.ToJson()[0]!;
        Assert.Equal(4, (int)output["execution_count"]!);
        Assert.Equal("AQID", (string)output["data"]![MimeTypes.Png]!);
        Assert.Equal(1, (int)output["data"]![MimeTypes.Json]!["a"]!);
        Assert.Equal("three bytes", (string)output["metadata"]![MimeTypes.Png]!["alt"]!);
    }

    [Fact]
    public void Stream_Flood_EndsInANotice()
    {
        var cell = folder.NewCell(1);
        var piece = new string('x', 1 << 20);
        for (var i = 0; i < 60; i++)
        {
            cell.Stream("stdout", piece);
        }

        Assert.Equal(50 << 20, ((string)cell.ToJson()[0]!["text"]!).Length);
        Assert.Contains("more than 50 MiB", (string)cell.ToJson()[1]!["text"]!, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Streams(OutputFolder.CellOutputs cell) => cell.ToJson().Select(o => $"{o!["name"]}:{o["text"]}");

    private static IEnumerable<string> Texts(OutputFolder.CellOutputs cell) =>
        cell.ToJson().Select(o => (string)o!["data"]![MimeTypes.PlainText]!);
}
