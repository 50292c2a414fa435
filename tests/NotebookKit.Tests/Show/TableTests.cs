using System.Xml.Linq;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Runs;
using NotebookKit.Show;
using Xunit;

namespace NotebookKit.Tests.Show;

public sealed class TableTests
{
    private static readonly DataUse StandIn = new("procedural-photographs", "00", "generated", StandIn: true);
    private static readonly DataUse Real = new("cifar10", "00", "photographs", StandIn: false);

    private enum Kind
    {
        Small,
    }

    [Fact]
    public void Draw_Records_HaveHeadersNumbersAndTabs()
    {
        var figure = Table.Draw(
            [new Row("a\tb", 0.98421356, 141345, Kind.Small, true, null)], "Rows",
            formats: new Dictionary<string, string> { ["TestAccuracy"] = "P2", ["Parameters"] = "N0" });

        Assert.Equal("Name\tTest accuracy\tParameters\tKind\tDone\tAUROC\na b\t98.42 %\t141,345\tSmall\tyes\t",
            figure.Text);
        var cells = Html(figure).Descendants("td").ToArray();
        Assert.Equal("0.98421356", cells[1].Attribute("data-value")!.Value);
        Assert.Equal(6, Html(figure).Descendants("th").Count());
    }

    [Fact]
    public void Draw_MoreThanTwentyRows_ShowsTwentyAndTheCount()
    {
        var figure = Table.Draw(Enumerable.Range(0, 113), "Numbers");

        Assert.Equal(20, Html(figure).Descendants("td").Count());
        Assert.EndsWith("\n20 of 113 rows.", figure.ToBundle().Text);
    }

    [Fact]
    public void Draw_NoRow_IsAMessageWithTheColumns() =>
        Assert.Contains("Test accuracy", Table.Draw<Row>([], "None").Text);

    [Fact]
    public void Draw_UnknownFormat_NamesTheProperties()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Table.Draw(Array.Empty<Row>(), "Rows", formats: new Dictionary<string, string> { ["Acc"] = "P1" }));

        Assert.Contains("'Acc'", error.Message);
        Assert.Contains("TestAccuracy", error.Message);
    }

    [Fact]
    public void Draw_MissingNumber_IsADash() => Assert.EndsWith("\n–", Table.Draw([double.NaN], "One").Text);

    [Fact]
    public void Claims_FailingClaim_IsShownFailing()
    {
        var figure = ClaimTable.Draw([Claim("accuracy", [0.91, 0.92, 0.93], ">= 0.95", asserted: true), Claim("lift",
            [4], ">= 3", asserted: true)]);

        Assert.Contains("FAILS", Line(figure, "accuracy"));
        Assert.Equal("nk-fails", Html(figure).Descendants("td").Single(td =>
            td.Value == "FAILS").Attribute("class")!.Value);
        Assert.Contains("\tholds\t", Line(figure, "lift"));
        Assert.Contains("1 of 2 asserted claims hold; failing: accuracy.", figure.ToBundle().Text);
        Assert.Contains("failing: accuracy", figure.Alt);
    }

    [Theory]
    [InlineData(">= 0.5", "holds, not asserted")]
    [InlineData(">= 0.9", "does not hold, not asserted")]
    [InlineData(null, "shown only")]
    public void Claims_NotAsserted_AreShownAsSuch(string? bound, string shown) =>
        Assert.Contains($"\t{shown}\t", Line(ClaimTable.Draw([Claim("baseline", [0.6], bound, asserted: false)]), "baseline"));

    [Fact]
    public void Claims_PaperInPerCent_SoIsEverythingBesideIt()
    {
        var figure = ClaimTable.Draw([new("accuracy", "92.98 %", "abstract", [0.98, 0.99], ">= 0.955", true, StandIn)]);

        // Mean 0.985, standard error 0.005, t(0.975, 1) = 12.706: plus and minus 0.06353.
        Assert.Equal(
            "accuracy\t92.98 % (abstract)\t98.50 %\t92.15 % to 104.85 %\t2\t≥ 95.5 %\tholds\tprocedural-photographs (stand-in)",
            Line(figure, "accuracy"));
    }

    [Fact]
    public void Claims_RangeAndRealData_AreWrittenOut()
    {
        var figure = ClaimTable.Draw([new("lift", null, null, [1.9], "0.6..1.6", true, Real)],
            command: "nk test --claims 1");

        Assert.Equal("lift\t–\t1.900\t–\t1\t0.6 to 1.6\tFAILS\tcifar10", Line(figure, "lift"));
        Assert.EndsWith("Measure again: nk test --claims 1", figure.ToBundle().Text);
    }

    [Fact]
    public void Claims_None_IsAMessage() => Assert.Contains("no claim", ClaimTable.Draw([]).Text);

    private static Claim Claim(string name, double[] here, string? bound, bool asserted) =>
        new(name, null, null, here, bound is null ? null : ClaimBound.Parse(bound), asserted, StandIn);

    private static string Line(Figure figure, string name) => figure.Text.Split('\n').Single(l =>
        l.StartsWith(name + "\t", StringComparison.Ordinal));

    private static XElement Html(Figure figure) => XElement.Parse((string)figure.ToBundle().Data[MimeTypes.Html]);

    private sealed record Row(string Name, double TestAccuracy, int Parameters, Kind Kind, bool Done, double? AUROC);
}
