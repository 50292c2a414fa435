using System.Text.Json.Nodes;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Runs;
using NotebookKit.Show;
using Xunit;

namespace NotebookKit.Tests.Runs;

/// <summary>Sets the context of the run, which all tests share.</summary>
public sealed class PaperResultTests : IDisposable
{
    private static readonly DataUse Shapes = new("procedural-shapes", new string('a', 64), "drawn", StandIn: true);
    private static readonly DataUse Votes = new("votes", new string('b', 64), "published", StandIn: false);

    private readonly RunContext before = RunContext.Current;
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        RunContext.Current = before;
        folder.Dispose();
    }

    [Fact]
    public void Command_Parameters_AreThoseThatHaveAValueInTheirOrder() => Assert.Equal(
        "./nk run 02-bagan -p mode=small -p rate=0.5 -p labels=\"my labels.npy\"", Result().Command);

    [Fact]
    public void ClaimTable_SaysModeSeedsNoteAndCommand()
    {
        var text = Text((Result() with { Note = "Means over two classes." }).ClaimTable());

        Assert.Contains("mode small, seeds 17, 18. Means over two classes.", text);
        Assert.Contains("-p rate=0.5", text);
        Assert.Contains("1 of 1 asserted claims hold", text);
    }

    [Fact]
    public void Differences_ShowsEveryDeparture()
    {
        var text = Text(Result().Differences());

        Assert.Contains("hours", text);
        Assert.Contains("two cores", text);
    }

    [Fact]
    public void Footer_NamesTheDataOfRunAndClaimsOnce()
    {
        var text = Text(Result().Footer());

        Assert.Single(text.Split('\n'), line => line.Contains(Shapes.Sha256, StringComparison.Ordinal));
        Assert.Single(text.Split('\n'), line => line.Contains(Votes.Sha256, StringComparison.Ordinal));
    }

    [Fact]
    public void WriteMetrics_InARun_LeavesTheClaims()
    {
        RunContext.Current = before with { NotebookName = "my-copy", OutputDirectory = folder.Directory };

        Result().WriteMetrics();

        var metrics = RunMetrics.Read(folder[RunMetrics.FileName]);
        Assert.Equal("my-copy", metrics.Notebook);
        Assert.Equal(["procedural-shapes", "votes"], metrics.Data.Select(data => data.Id));
        Assert.Equal(0.96, metrics.Claims.Single().Here!.Value, 12);
    }

    [Fact]
    public void WriteMetrics_OutsideARun_WritesNothing()
    {
        RunContext.Current = before with { OutputDirectory = null };

        Result().WriteMetrics();

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Directory));
    }

    [Fact]
    public void WriteRecord_InARun_GivesEveryFigureBackWithTheCommandBelow()
    {
        RunContext.Current = before with { OutputDirectory = folder.Directory };
        var table = Table.Draw(new[] { new { Method = "<ours>", Accuracy = 0.96 } }, "A table.").On(Votes);
        var picture = ImageGrid.Draw([[RgbImage.From(2, 2, (x, y) => new((byte)x, (byte)y, 3))]], ["row"], "A grid.");

        Result().WriteRecord(Votes, ("table", table), ("grid", picture));

        var read = RunJson.Read<RecordedRun>(folder[RecordedRun.FileName]);
        Assert.Equal(Votes, read.Data);
        Assert.Equal(0.96, read.Metrics.Claims.Single().Here!.Value, 12);
        Assert.True(read.ProcessorSeconds >= 0);
        foreach (var (name, figure) in new[] { ("table", table), ("grid", picture) })
        {
            var note = $"A stored run: {Result().Command} (";
            var (was, now) = (figure.ToBundle(), read.Figure(name).ToBundle());
            Assert.StartsWith(was.Text + "\n" + note, now.Text, StringComparison.Ordinal);
            Assert.Equal(figure.Svg, read.Figure(name).Svg);
            Assert.Contains(note, (string)now.Data[MimeTypes.Html], StringComparison.Ordinal);
        }

        Assert.Contains("&lt;ours&gt;", (string)read.Figure("table").ToBundle().Data[MimeTypes.Html]);
        Assert.Contains("It has: table, grid", Assert.Throws<ArgumentException>(() => read.Figure("none")).Message);
    }

    [Fact]
    public void RecordSlot_WithoutARecord_SaysHowToMakeIt()
    {
        var slot = new RecordSlot(typeof(PaperResultTests).Assembly, "none.json", "./nk run 02-bagan -p data=mnist");

        Assert.Null(slot.Run);
        Assert.EndsWith("It is made by: ./nk run 02-bagan -p data=mnist", Text(slot.Figure("samples")));
    }

    [Fact]
    public void Figure_ThatSomebodyLookedAt_SaysWhatWasSeen()
    {
        var run = Result().Record(Votes, ("table", Table.Draw(new[] { new { A = 1 } }, "A table.")));
        var seen = run with { Figures = [run.Figures[0] with { Seen = "One is not much." }] };

        Assert.Contains("One is not much.\nA stored run: ", Text(seen.Figure("table")));
        Assert.DoesNotContain("One is not much", Text(run.Figure("table")));
    }

    private static string Text(Figure figure) => figure.ToBundle().Text;

    private static PaperResult Result() => new(
        "02-bagan", "small",
        new JsonObject { ["mode"] = "small", ["rate"] = 0.5, ["labels"] = "my labels.npy", ["votes"] = "", ["k"] = null },
        [17, 18], [new("accuracy", "93 %", "abstract", [0.95, 0.97], ">= 0.9", asserted: true, Votes)],
        [new("Training", "hours", "minutes", "two cores")], [Shapes], TimeSpan.FromSeconds(3));
}
