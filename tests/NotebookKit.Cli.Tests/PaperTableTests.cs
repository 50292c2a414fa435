using System.Text.Json.Nodes;
using NotebookKit.Runs;

namespace NotebookKit.Cli.Tests;

/// <summary>The table of README.md and the judgement of claims, from records.</summary>
public sealed class PaperTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Markdown_OfARecord_IsTheAcceptedTable() => Assert.Equal(
        """
        | Notebook | Claim | Paper | Here | 95 % interval | Must be | Holds | Measured on |
        |---|---|---|---|---|---|---|---|
        | [01-cifake-gradcam](notebooks/01-cifake-gradcam.ipynb), small, 3 seeds | accuracy | 92.98 % (abstract) | 0.9841 | 0.981 to 0.987 | >= 0.95 | yes | procedural-photographs |
        |  | lift \| object |  | 0.91 | 0.88 to 0.94 | <= 0.8 | NO | procedural-photographs |
        |  | accuracy on photographs |  | 0.612 |  |  | shown only | cifar10 |
        |  | deletion |  | not a number |  | >= 0.05 | NO, not asserted | cifar10 |

        """,
        PaperTable.Markdown([Metrics()]));

    [Fact]
    public void Update_ReplacesWhatStandsBetweenTheMarks_AndNothingElse()
    {
        var home = new Home(folder.Root);
        folder.Write("README.md", "before\n<!-- papers:begin -->\nold table\n<!-- papers:end -->\nafter\n");
        new ResultRecord("abc", Metrics()).Write(Path.Combine(home.Results, "01-cifake-gradcam.json"));

        PaperTable.Update(home);
        var once = File.ReadAllText(home.Readme);
        PaperTable.Update(home);

        Assert.Equal($"before\n<!-- papers:begin -->\n{PaperTable.Markdown([Metrics()])}<!-- papers:end -->\nafter\n", once);
        Assert.Equal(once, File.ReadAllText(home.Readme));
    }

    [Fact]
    public void Update_OfAPageWithoutMarks_SaysWhatMustBeThere()
    {
        folder.Write("README.md", "no marks");

        var error = Assert.Throws<InvalidDataException>(() => PaperTable.Update(new Home(folder.Root)));

        Assert.Contains("<!-- papers:begin -->", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Readme_ShowsTheTableOfItsRecords()
    {
        var home = Home.Find(AppContext.BaseDirectory);
        using var copy = new TemporaryFolder();
        copy.Write("README.md", File.ReadAllText(home.Readme));
        foreach (var record in Directory.Exists(home.Results) ? Directory.GetFiles(home.Results, "*.json") : [])
        {
            copy.Write(Path.Combine("notebooks", "results", Path.GetFileName(record)), File.ReadAllText(record));
        }

        PaperTable.Update(new Home(copy.Root));

        Assert.Equal(File.ReadAllText(home.Readme), File.ReadAllText(copy["README.md"]));
    }

    [Fact]
    public void Judge_CountsAssertedClaimsAndNamesThoseThatBreak()
    {
        var tally = ClaimsRun.Judge(Metrics());

        Assert.Equal("1 passed, 1 failed, 0 skipped", tally.Counts);
        Assert.Equal(
            new TestFailure(
                "01-cifake-gradcam: lift | object",
                "must be <= 0.8, but is 0.91 (95 % interval 0.88 to 0.94), measured on procedural-photographs."),
            tally.Failures.Single());
    }

    [Theory]
    [InlineData("smoke", 3)]
    [InlineData("small", 1)]
    public void Judge_OfARunInAnotherModeOrWithOtherSeeds_Fails(string mode, int seeds)
    {
        var tally = ClaimsRun.Judge(Metrics() with { Mode = mode, Seeds = [.. Enumerable.Range(17, seeds).Select(seed => (long)seed)] });

        Assert.Contains("needs mode 'small' and 3 seeds", tally.Failures.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_OfARunWithoutAssertedClaims_Fails() =>
        Assert.Contains("at least one asserted claim", ClaimsRun.Judge(Metrics() with { Claims = [] }).Failures.Single().Message, StringComparison.Ordinal);

    private static RunMetrics Metrics() => new(
        "01-cifake-gradcam", "small", new JsonObject { ["mode"] = "small" }, [17, 18, 19], [new("procedural-photographs", "ab")], 587.4,
        [
            new("accuracy", "92.98 %", "abstract", 0.98412, 0.981, 0.987, ">= 0.95", true, true, "procedural-photographs"),
            new("lift | object", null, null, 0.91, 0.88, 0.94, "<= 0.8", true, false, "procedural-photographs"),
            new("accuracy on photographs", null, null, 0.612, null, null, null, false, null, "cifar10"),
            new("deletion", null, null, null, null, null, ">= 0.05", false, false, "cifar10"),
        ],
        new RunEnvironment("abc", true, "0.1.0", "10.0.1", "1.13.1", "cpu", 2, "SkylakeX"));
}
