using System.Text.Json.Nodes;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Notebook;
using Xunit;

namespace NotebookKit.Kernel.Tests.Execution;

/// <summary>What counts as the same output.</summary>
public sealed class OutputComparisonTests
{
    [Theory]
    [InlineData("loss 0.500000 after 3 steps", "loss 0.500001 after 3 steps", 1e-5, true)]
    [InlineData("loss 0.500000 after 3 steps", "loss 0.500001 after 3 steps", 1e-7, false)]
    [InlineData("loss 0.5", "gain 0.5", 1, false)]
    [InlineData("1 2 3", "1 2", 1, false)]
    [InlineData("a  9.99 b", "a 10.01 b", 0.01, true)]
    [InlineData("-1e-3", "1e-3", 0.1, false)]
    [InlineData("v1.2.3 x64", "v1.2.4 x64", 0, false)]
    [InlineData("0", "0.0", 0, true)]
    public void Same_LooksAtNumbersAsNumbers(string one, string other, double tolerance, bool same) =>
        Assert.Equal(same, OutputComparison.Same(one, other, tolerance));

    [Fact]
    public void Of_TellsWhichOutputDiffersAndHow()
    {
        var stored = Book(Stream("a\nb 1\n"), Result("42", "text/html"), null, Stream("x"));
        var ran = Book(Stream("a\nb 2\n"), Result("42"), Result("1"), Stream("x"));

        Assert.Equal(
            [
                (1, "output 1 (stdout): the file has 'b 1', the run gave 'b 2'"),
                (2, "the file has execute_result as text/html and text/plain, the run gave execute_result as text/plain"),
                (3, "the file has no output, the run gave execute_result as text/plain"),
                (4, null),
            ],
            OutputComparison.Of(stored, ran, 1e-6));
    }

    [Fact]
    public void Of_LeavesProgressAndTaggedCellsOut_AndJoinsStreams()
    {
        var progress = Result("90 % in 3 s");
        progress["metadata"] = new JsonObject { ["notebookkit"] = new JsonObject { ["progress"] = true } };
        var stored = Book(Stream("ab"), Stream("1"));
        var ran = Book(Stream("a"), Stream("2"));
        ran.Cells[0].Outputs = [Stream("a"), Stream("b"), progress];
        stored.Cells[1].Metadata["tags"] = new JsonArray(OutputComparison.IgnoreTag);

        Assert.Equal([(1, null)], OutputComparison.Of(stored, ran, 0));
    }

    private static NotebookDocument Book(params JsonObject?[] outputs) => new([], [.. outputs.Select((output, i) =>
    {
        var cell = NotebookCell.NewCode($"c{i}", "1");
        cell.Outputs = output is null ? [] : [output];
        return cell;
    })]);

    private static JsonObject Stream(string text) => new() { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = text };

    private static JsonObject Result(string text, params string[] others)
    {
        var data = new JsonObject { ["text/plain"] = text };
        foreach (var other in others)
        {
            data[other] = "?";
        }

        return new() { ["output_type"] = "execute_result", ["execution_count"] = 1, ["data"] = data, ["metadata"] = new JsonObject() };
    }
}
