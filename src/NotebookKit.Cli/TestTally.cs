using NotebookKit.Kernel.Execution;

namespace NotebookKit.Cli;

/// <summary>A test that failed.</summary>
/// <param name="Test">Its full name.</param>
/// <param name="Message">What was expected and what came, with the lines of the test that saw it.</param>
internal sealed record TestFailure(string Test, string Message);

/// <summary>A test that did not run.</summary>
/// <param name="Test">Its full name.</param>
/// <param name="Reason">Why not.</param>
internal sealed record TestSkip(string Test, string Reason);

/// <summary>What came of one test executable, of one paper's claims, or of all of them together.</summary>
/// <param name="Passed">How many passed.</param>
/// <param name="Failures">Those that failed.</param>
/// <param name="Skips">Those that did not run.</param>
internal sealed record TestTally(int Passed, IReadOnlyList<TestFailure> Failures, IReadOnlyList<TestSkip> Skips)
{
    /// <summary>Nothing ran.</summary>
    public static TestTally None { get; } = new(0, [], []);

    /// <summary>How many there were.</summary>
    public int Total => Passed + Failures.Count + Skips.Count;

    /// <summary>The closing line that people and CI read: "3 passed, 0 failed, 1 skipped".</summary>
    public string Counts => $"{Passed} passed, {Failures.Count} failed, {Skips.Count} skipped";

    /// <summary>Both together.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    public static TestTally operator +(TestTally first, TestTally second) => new(
        first.Passed + second.Passed, [.. first.Failures, .. second.Failures], [.. first.Skips, .. second.Skips]);

    /// <summary>Prints what was skipped and why, what failed and how, and last the counts, alone on their line.</summary>
    /// <param name="terminal">Where to.</param>
    /// <returns>The exit code: 1 when anything failed.</returns>
    public int Close(Terminal terminal)
    {
        foreach (var group in Skips.GroupBy(skip => skip.Reason))
        {
            terminal.Line($"skipped: {group.Key}");
            foreach (var skip in group)
            {
                terminal.Line($"    {skip.Test}");
            }
        }

        foreach (var failure in Failures)
        {
            terminal.Line($"FAILED: {failure.Test}");
            terminal.Line($"    {failure.Message.ReplaceLineEndings("\n    ")}");
        }

        terminal.Line(Counts);
        return Failures.Count == 0 ? ExitCodes.Ok : ExitCodes.CellFailed;
    }
}
