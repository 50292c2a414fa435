using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using NotebookKit.Kernel.Execution;

namespace NotebookKit.Kernel.Export;

/// <summary>A run as a report of tests, one for each code cell; cells behind a failure count as not run.</summary>
internal static class TestReport
{
    private static readonly XNamespace Vs = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    // Both are given by the format: unit tests, and the list of those in no list.
    private const string UnitTest = "13cdc9d9-ddb5-4fa4-a97d-d965ccfc6d4b";
    private const string NoList = "8c84fa94-04c1-424b-9868-57a2d4851a1d";

    /// <summary>As JUnit writes it.</summary>
    /// <param name="name">The notebook's name.</param>
    /// <param name="cells">What became of its cells.</param>
    public static string JUnit(string name, IReadOnlyList<CellReport> cells)
    {
        var suite = new XElement("testsuite", new XAttribute("name", name), new XAttribute("tests", cells.Count),
            new XAttribute("failures", cells.Count(c => c.Error is not null)), new XAttribute("errors", 0),
            new XAttribute("skipped", cells.Count(c => c.Time is null)), new XAttribute("time", Seconds(cells)),
            cells.Select(cell => new XElement("testcase",
                new XAttribute("classname", name), new XAttribute("name", Title(cell)),
                new XAttribute("time", Seconds([cell])),
                cell.Time is null ? new XElement("skipped") : null,
                cell.Error is not { } error ? null : new XElement("failure",
                    new XAttribute("type", Clean(error.Name)), new XAttribute("message", Clean(error.Message)),
                    Clean(string.Join('\n', error.Traceback))))));
        return Text(new XElement("testsuites", suite));
    }

    /// <summary>As Visual Studio and dotnet test write it.</summary>
    /// <param name="name">The notebook's name.</param>
    /// <param name="cells">What became of its cells.</param>
    public static string Trx(string name, IReadOnlyList<CellReport> cells)
    {
        var failed = cells.Count(c => c.Error is not null);
        var executed = cells.Count(c => c.Time is not null);
        return Text(new XElement(Vs + "TestRun", new XAttribute("id", Id(name, "run")), new XAttribute("name", name),
            new XElement(Vs + "Results", cells.Select(cell => Result(name, cell))),
            new XElement(Vs + "TestDefinitions", cells.Select(cell => new XElement(Vs + "UnitTest",
                new XAttribute("name", Title(cell)), new XAttribute("storage", name),
                new XAttribute("id", Id(name, $"test {cell.Number}")),
                new XElement(Vs + "Execution", new XAttribute("id", Id(name, $"execution {cell.Number}"))),
                new XElement(Vs + "TestMethod", new XAttribute("codeBase", name), new XAttribute("className", name),
                    new XAttribute("name", Title(cell)))))),
            new XElement(Vs + "TestEntries", cells.Select(cell => new XElement(Vs + "TestEntry",
                new XAttribute("testId", Id(name, $"test {cell.Number}")),
                new XAttribute("executionId", Id(name, $"execution {cell.Number}")),
                new XAttribute("testListId", NoList)))),
            new XElement(Vs + "TestLists", new XElement(Vs + "TestList",
                new XAttribute("name", "Results Not in a List"), new XAttribute("id", NoList))),
            new XElement(Vs + "ResultSummary", new XAttribute("outcome", failed > 0 ? "Failed" : "Completed"),
                new XElement(
                    Vs + "Counters", new XAttribute("total", cells.Count), new XAttribute("executed", executed),
                    new XAttribute("passed", executed - failed), new XAttribute("failed", failed),
                    new XAttribute("notExecuted", cells.Count - executed)))));
    }

    private static XElement Result(string name, CellReport cell) => new(Vs + "UnitTestResult",
        new XAttribute("executionId", Id(name, $"execution {cell.Number}")),
        new XAttribute("testId", Id(name, $"test {cell.Number}")), new XAttribute("testName", Title(cell)),
        new XAttribute("duration", (cell.Time ?? TimeSpan.Zero).ToString("c", CultureInfo.InvariantCulture)),
        new XAttribute("testType", UnitTest), new XAttribute("testListId", NoList),
        new XAttribute("outcome", cell.Error is not null ? "Failed" : cell.Time is null ? "NotExecuted" : "Passed"),
        cell.Error is not { } error ? null : new XElement(Vs + "Output", new XElement(Vs + "ErrorInfo",
            new XElement(Vs + "Message", Clean($"{error.Name}: {error.Message}")),
            new XElement(Vs + "StackTrace", Clean(string.Join('\n', error.Traceback))))));

    private static string Title(CellReport cell) => Clean($"In[{cell.Number}] {cell.Title}");

    private static string Seconds(IEnumerable<CellReport> cells) =>
        cells.Sum(c => c.Time?.TotalSeconds ?? 0).ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>The same for the same cell, so that two reports of a notebook can be compared.</summary>
    private static string Id(string name, string what) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{name} {what}")).AsSpan(0, 16)).ToString();

    private static string Clean(string text) => string.Concat(AnsiColours.Strip(text).EnumerateRunes()
        .Where(r => !r.IsBmp || XmlConvert.IsXmlChar((char)r.Value)));

    private static string Text(XElement root) =>
        $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root.ToString().ReplaceLineEndings("\n")}\n";
}
