namespace NotebookKit.Cli.Tests;

/// <summary>What is made of the lines that a test executable prints.</summary>
public sealed class TestLogTests
{
    private const string Finished = """{"$type":"test-assembly-finished","TestsFailed":0}""";

    [Fact]
    public void Close_AfterAWholeRun_CountsAndKeepsMessagesAndReasons()
    {
        var log = Read(
            """{"$type":"discovery-complete","TestCasesToRun":3}""",
            Started(1, "A.Passes"), """{"$type":"test-passed","TestUniqueID":"1"}""", """{"$type":"test-case-finished"}""",
            Started(2, "A.Fails"),
            """a test's own words{"$type":"test-failed","TestUniqueID":"2","Messages":["1 is not 2"],"StackTraces":["at Xunit.Assert\n   at NotebookKit.A.Fails() in A.cs:line 7"]}""",
            Started(3, "A.Skips"), """{"$type":"test-skipped","TestUniqueID":"3","Reason":"no browser"}""",
            Finished);

        var tally = log.Close("A.Tests", 1);

        Assert.Equal((3, 1), (log.Cases, log.CasesDone));
        Assert.Equal("1 passed, 1 failed, 1 skipped", tally.Counts);
        Assert.Equal([new TestFailure("A.Fails", "1 is not 2\nat NotebookKit.A.Fails() in A.cs:line 7")], tally.Failures);
        Assert.Equal([new TestSkip("A.Skips", "no browser")], tally.Skips);
    }

    [Fact]
    public void Close_WhenTheProgramDiedInATest_IsAFailureThatNamesTheTestAndTheLastLines()
    {
        var log = Read(Started(1, "A.Passes"), """{"$type":"test-passed","TestUniqueID":"1"}""", Started(2, "A.Kills"), "Fatal error.");

        var tally = log.Close("A.Tests", 139);

        Assert.Equal("1 passed, 1 failed, 0 skipped", tally.Counts);
        Assert.Contains("exit code 139 during A.Kills", tally.Failures[0].Message, StringComparison.Ordinal);
        Assert.Contains("Fatal error.", tally.Failures[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Close_WhenTheProgramFailedAfterItsTests_IsAFailure() =>
        Assert.Equal("0 passed, 1 failed, 0 skipped", Read(Finished).Close("A.Tests", 134).Counts);

    [Fact]
    public void Read_OfAFailureOutsideATest_IsAFailure() => Assert.Equal(
        new TestFailure("test-class-cleanup-failure", "disk is gone"),
        Read("""{"$type":"test-class-cleanup-failure","Messages":["disk is gone"],"StackTraces":[null]}""", Finished)
            .Close("A.Tests", 1).Failures.Single());

    [Fact]
    public void Read_OfOutputThatLooksLikeAnEvent_IsOnlyOutput() =>
        Assert.Equal("0 passed, 0 failed, 0 skipped", Read("""{"$type":"half an event""", Finished).Close("A.Tests", 0).Counts);

    private static string Started(int id, string name) =>
        $$"""{"$type":"test-starting","TestUniqueID":"{{id}}","TestDisplayName":"{{name}}"}""";

    private static TestLog Read(params string[] lines)
    {
        var log = new TestLog();
        foreach (var line in lines)
        {
            log.Read(line);
        }

        return log;
    }
}
