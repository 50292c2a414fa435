using System.Text.Json;

namespace NotebookKit.Cli;

/// <summary>Reads what a test executable prints with <c>-reporter json</c>, line by line: one JSON object per event, and
/// whatever the tests print themselves.</summary>
internal sealed class TestLog
{
    private const string Start = "{\"$type\":\"";
    private const int TailLines = 40;

    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly List<TestFailure> failures = [];
    private readonly List<TestSkip> skips = [];
    private readonly HashSet<string> running = new(StringComparer.Ordinal);
    private readonly Queue<string> tail = new();
    private int passed;
    private bool finished;

    /// <summary>How many test cases there are to run; 0 until it is known. A theory is one case of many tests.</summary>
    public int Cases { get; private set; }

    /// <summary>How many test cases have ended.</summary>
    public int CasesDone { get; private set; }

    /// <summary>Name of the test that started last.</summary>
    public string Current { get; private set; } = "";

    /// <summary>Takes one line of output.</summary>
    /// <param name="line">Without its line end.</param>
    public void Read(string line)
    {
        var at = line.IndexOf(Start, StringComparison.Ordinal);          // a test may have printed without a line end
        if (at < 0)
        {
            Remember(line);
            return;
        }

        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(line.AsMemory(at));
        }
        catch (JsonException)
        {
            Remember(line);                                              // a test's own output that looks alike
            return;
        }

        using (json)
        {
            Take(json.RootElement);
        }
    }

    /// <summary>The result, once the executable has ended. One that ended early or with an unexpected code has failed,
    /// whatever its tests said.</summary>
    /// <param name="name">Name of the executable.</param>
    /// <param name="exitCode">Its exit code.</param>
    public TestTally Close(string name, int exitCode)
    {
        if (!finished || (exitCode != 0 && failures.Count == 0))
        {
            var during = running.Count == 0 ? "" : $" during {string.Join(", ", running.Order(StringComparer.Ordinal))}";
            failures.Add(new TestFailure(name, $"{name} ended with exit code {exitCode}{during} before it had reported all "
                                               + $"results. Its last lines:\n{string.Join('\n', tail)}"));
        }

        return new TestTally(passed, failures, skips);
    }

    private void Take(JsonElement message)
    {
        var type = message.GetProperty("$type").GetString()!;
        switch (type)
        {
            case "discovery-complete":
                Cases = message.GetProperty("TestCasesToRun").GetInt32();
                break;
            case "test-starting":
                Current = message.GetProperty("TestDisplayName").GetString()!;
                names[Id(message)] = Current;
                running.Add(Current);
                break;
            case "test-passed":
                passed++;
                running.Remove(NameOf(message));
                break;
            case "test-skipped":
                skips.Add(new TestSkip(NameOf(message), message.GetProperty("Reason").GetString()!));
                running.Remove(NameOf(message));
                break;
            case "test-failed":
                Fail(NameOf(message), message);
                running.Remove(NameOf(message));
                break;
            case "test-case-finished":
                CasesDone++;
                break;
            case "test-assembly-finished":
                finished = true;
                break;
            default:
                if (message.TryGetProperty("Messages", out _) && message.TryGetProperty("StackTraces", out _))
                {
                    Fail(type, message);                                 // a fixture or the runner itself failed
                }

                break;
        }
    }

    private void Fail(string name, JsonElement message)
    {
        var lines = Texts(message, "Messages");
        var places = Texts(message, "StackTraces").SelectMany(trace => trace.Split('\n'))
            .Where(line => line.Contains("NotebookKit", StringComparison.Ordinal)).Take(6).Select(line => line.Trim());
        failures.Add(new TestFailure(name, string.Join('\n', lines.Concat(places))));
    }

    private void Remember(string line)
    {
        if (line.Length == 0)
        {
            return;
        }

        tail.Enqueue(line);
        if (tail.Count > TailLines)
        {
            tail.Dequeue();
        }
    }

    private static IEnumerable<string> Texts(JsonElement message, string name) => message.GetProperty(name).EnumerateArray()
        .Where(text => text.ValueKind == JsonValueKind.String).Select(text => text.GetString()!);

    private static string Id(JsonElement message) => message.GetProperty("TestUniqueID").GetString()!;

    private string NameOf(JsonElement message) => names.GetValueOrDefault(Id(message), "a test without a name");
}
