using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Cli;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Notebook;
using NotebookKit.Runs;
using Xunit;

namespace NotebookKit.Notebooks.Tests;

/// <summary>Every notebook of the kit in smoke mode: all cells run, and what they leave can be read anywhere.</summary>
public sealed partial class PaperNotebookTests : IDisposable
{
    private const int MaximumPageBytes = 2_000_000;

    private readonly DirectoryInfo output = Directory.CreateTempSubdirectory("nk-paper-");

    public static TheoryData<string> Names => [.. Directory.GetFiles(PaperNotebook.Folder, "*.ipynb")
        .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Smoke_EveryCellRunsAndEveryFigureCanBeRead(string name)
    {
        var outcome = Run(name, [new("mode", "smoke")]);

        Assert.True(outcome.ExitCode == ExitCodes.Ok, outcome.Message);
        var cells = Ipynb.Read(outcome.NotebookPath!).Cells.Where(cell => cell.IsCode).ToList();
        Assert.All(cells, cell => Assert.NotNull(cell.ExecutionCount));
        var shown = cells.SelectMany(cell => cell.Outputs).Where(o => o!["data"] is not null).ToList();
        Assert.NotEmpty(shown);
        Assert.All(shown, o => CanBeRead(o!["data"]!.AsObject()));
        Assert.InRange(new FileInfo(outcome.ReportPath!).Length, 1, MaximumPageBytes);
        Assert.DoesNotMatch(RemoteSource(), File.ReadAllText(outcome.ReportPath!));
    }

    [Fact]
    public void Cifake_LeavesMetricsThatOtherProgramsCanRead()
    {
        var outcome = Run("01-cifake-gradcam", [new("mode", "smoke"), new("seeds", "2"), new("seed", "40")]);

        Assert.True(outcome.ExitCode == ExitCodes.Ok, outcome.Message);
        var metrics = RunMetrics.Read(Path.Combine(output.FullName, RunMetrics.FileName));
        Assert.Equal("01-cifake-gradcam", metrics.Notebook);
        Assert.Equal([40L, 41L], metrics.Seeds);
        Assert.Equal("40", metrics.Parameters["seed"]!.ToJsonString());
        Assert.Contains(metrics.Data, data => data.Id == "procedural-photographs");
        Assert.Contains(metrics.Claims, claim => claim is { Name: "accuracy", Low: not null, Asserted: false });
    }

    [Fact]
    public void Cifake_SameSeed_SameClaimsAndFigures()
    {
        var first = ClaimsAndTexts();
        var second = ClaimsAndTexts();

        Assert.Equal(first.Claims, second.Claims);
        Assert.Equal(first.Texts, second.Texts);

        (IReadOnlyList<ClaimResult> Claims, IReadOnlyList<string> Texts) ClaimsAndTexts()
        {
            var outcome = Run("01-cifake-gradcam", [new("mode", "smoke")]);
            Assert.True(outcome.ExitCode == ExitCodes.Ok, outcome.Message);
            var texts = Ipynb.Read(outcome.NotebookPath!).Cells.Where(cell => cell.IsCode).SelectMany(
                cell => cell.Outputs)
                .Select(o => Text(o!["data"]?[MimeTypes.PlainText])).Where(text => !TellsTime().IsMatch(text));
            return (RunMetrics.Read(Path.Combine(output.FullName, RunMetrics.FileName)).Claims, [.. texts]);
        }
    }

    [Fact]
    public void Cifake_DamagedPhotographs_StopTheRunBeforeAnyTraining()
    {
        var data = Directory.CreateDirectory(Path.Combine(output.FullName, "data"));
        var folder = data.CreateSubdirectory("cifar10");
        File.WriteAllBytes(Path.Combine(folder.FullName, "data_batch_1.bin"), new byte[100]);
        File.WriteAllBytes(Path.Combine(folder.FullName, "test_batch.bin"), new byte[100]);

        var outcome = Run("01-cifake-gradcam", [new("mode", "smoke")], data.FullName);

        Assert.Equal(ExitCodes.CellFailed, outcome.ExitCode);
        Assert.Contains("data_batch_1.bin", outcome.Message, StringComparison.Ordinal);
        Assert.Contains("LoadData", Failing(outcome), StringComparison.Ordinal);

        static string Failing(RunOutcome outcome) =>
            Ipynb.Read(outcome.NotebookPath!).Cells.Single(cell => cell.Id == outcome.Failure!.Id).Source;
    }

    [Theory]
    [InlineData("mode", "tiny", "smoke, small, full")]
    [InlineData("data", "/no/such/folder", "/no/such/folder")]
    [InlineData("seeds", "0", "seeds is 0; it must be 1 or more.")]
    public void Cifake_BadValue_StopsWithAMessageThatNamesIt(string parameter, string value, string named)
    {
        var outcome = Run("01-cifake-gradcam", [new("mode", "smoke"), new(parameter, value)]);

        Assert.Equal(ExitCodes.CellFailed, outcome.ExitCode);
        Assert.Contains(named, outcome.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(outcome.NotebookPath));
        Assert.True(File.Exists(outcome.ReportPath));
    }

    [Fact]
    public void LabelErrors_OwnFiles_MakeTheReportAboutThem()
    {
        var labels = Path.Combine(output.FullName, "mine.csv");
        var probs = Path.Combine(output.FullName, "probs.csv");
        // 40 cats and dogs; number 7 is called a cat, but the model is sure that it is a dog.
        File.WriteAllLines(labels, ["label", .. Enumerable.Range(0, 40).Select(i => i < 20 ? "cat" : "dog")]);
        File.WriteAllLines(probs, ["cat,dog", .. Enumerable.Range(0, 40).Select(i => i < 20 && i != 7 ? "0.9,0.1" : "0.05,0.95")]);

        var outcome = Run("07-label-errors", [new("labels", labels), new("pred_probs", probs)]);

        Assert.True(outcome.ExitCode == ExitCodes.Ok, outcome.Message);
        Assert.Equal(
            ["example,given,guessed,score", "7,cat,dog,0.05"],
            File.ReadAllLines(Path.Combine(output.FullName, "label-issues.csv")));
        var metrics = RunMetrics.Read(Path.Combine(output.FullName, RunMetrics.FileName));
        Assert.Empty(metrics.Claims);                                        // nothing of the paper is measured on them
        Assert.Equal("own-files", Assert.Single(metrics.Data).Id);
    }

    [Fact]
    public void LabelErrors_NpyFilesNamedFromTheFolderOfTheCommand_MakeTheReportThere()
    {
        // 40 examples of two classes; number 7 is called class 0, but the model is sure of class 1.
        Npy("my.npy", "<i8", "(40,)", [.. Enumerable.Range(0, 40).Select(i => i < 20 ? 0L : 1L)]);
        Npy("probs.npy", "<f4", "(40, 2)", [.. Enumerable.Range(0, 40).SelectMany(
            i => i < 20 && i != 7 ? new[] { 0.9f, 0.1f } : [0.05f, 0.95f])]);

        var (code, printed) = Nk(
            "run", "07-label-errors", "-p", "labels=my.npy", "-p", "pred_probs=probs.npy", "--out", "report");

        Assert.True(code == ExitCodes.Ok, printed);
        var rows = File.ReadAllLines(Path.Combine(output.FullName, "report", "label-issues.csv"));
        Assert.Equal(2, rows.Length);
        Assert.StartsWith("7,0,1,0.05", rows[1], StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(output.FullName, "report", "07-label-errors.html")));
    }

    [Theory]
    [InlineData("label\n0\n1\n2\n0\n", "a,b\n0.9,0.1\n0.1,0.9\n0.2,0.8\n0.7,0.3\n", "givenLabels[2] is 2")]
    [InlineData("label\n0\n1\n0\n", "a,b\n0.9,0.1\n0.1,0.9\n0.2,0.8\n0.7,0.3\n", "has 3 labels, but")]
    [InlineData("label\n0\n1\n1\n0\n", "a,b\n0.9,0.1\n0.1,1.9\n0.2,0.8\n0.7,0.3\n", "1.9")]
    [InlineData("label\n1\n1\n1\n1\n", "a,b\n0.9,0.1\n0.1,0.9\n0.2,0.8\n0.7,0.3\n", "class")]
    public void LabelErrors_BadOwnFiles_StopWithAMessageThatNamesTheFault(string labels, string probs, string named)
    {
        var (labelFile, probFile) = (Path.Combine(output.FullName, "l.csv"), Path.Combine(output.FullName, "p.csv"));
        File.WriteAllText(labelFile, labels);
        File.WriteAllText(probFile, probs);

        var outcome = Run("07-label-errors", [new("labels", labelFile), new("pred_probs", probFile)]);

        Assert.Equal(ExitCodes.CellFailed, outcome.ExitCode);
        Assert.Contains(named, outcome.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("labels", "mine.npy", "give both files or neither")]
    [InlineData("mode", "tiny", "smoke, small, full")]
    public void LabelErrors_BadValue_StopsWithAMessageThatNamesIt(string parameter, string value, string named)
    {
        var outcome = Run("07-label-errors", [new("mode", "smoke"), new(parameter, value)]);

        Assert.Equal(ExitCodes.CellFailed, outcome.ExitCode);
        Assert.Contains(named, outcome.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Notebook_IsThinAndNormalised(string name)
    {
        var path = Path.Combine(PaperNotebook.Folder, $"{name}.ipynb");
        var notebook = Ipynb.Read(path);

        Assert.Equal(File.ReadAllText(path), Ipynb.Print(notebook));
        Assert.Single(notebook.Cells, cell => cell.Tags.Contains("parameters"));
        foreach (var cell in notebook.Cells.Where(cell => cell.IsCode))
        {
            Assert.InRange(cell.Source.Split('\n').Length, 1, 12);
            Assert.DoesNotMatch(BelongsIntoTheLibrary(), cell.Source);
        }
    }

    public void Dispose() => output.Delete(recursive: true);

    private void Npy<T>(string name, string type, string shape, T[] values)
        where T : unmanaged
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n";
        File.WriteAllBytes(
            Path.Combine(output.FullName, name),
            [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header),
                .. MemoryMarshal.AsBytes(values.AsSpan())]);
    }

    // The built program as a user starts it, in the folder of the test.
    private (int Code, string Printed) Nk(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(KitReferences).Assembly.Location, .. arguments])
        {
            WorkingDirectory = output.FullName, UseShellExecute = false, RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, printed + error.Result);
    }

    private RunOutcome Run(string name, KeyValuePair<string, string>[] parameters, string? data = null) =>
        PaperNotebook.Run(name, output.FullName, parameters, data);

    // What is left for a viewer that strips scripts and handlers: text, and for a figure a picture or a table.
    private static void CanBeRead(JsonObject data)
    {
        Assert.False(string.IsNullOrWhiteSpace(Text(data[MimeTypes.PlainText])));
        if (data[MimeTypes.Html] is not { } html)
        {
            return;
        }

        var stripped = Handlers().Replace(Scripts().Replace(Text(html), ""), "");
        Assert.True(
            Static().IsMatch(stripped) || Html.ToText(stripped).Length > 0,
                $"Nothing is left of {Text(html)[..Math.Min(200, Text(html).Length)]}");
    }

    private static string Text(JsonNode? node) => node switch
    {
        JsonArray lines => string.Concat(lines.Select(line => line!.GetValue<string>())),
        null => "",
        _ => node.GetValue<string>(),
    };

    [GeneratedRegex(@"<script\b.*?</script\s*>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Scripts();

    [GeneratedRegex("""\son[a-z]+="[^"]*"|\son[a-z]+='[^']*'""", RegexOptions.IgnoreCase)]
    private static partial Regex Handlers();

    // Progress lines, the search table with its seconds, the footer with its wall time.
    [GeneratedRegex(@" in [\d:.]+( s)?\b|\bSeconds\b|\bwall\b", RegexOptions.IgnoreCase)]
    private static partial Regex TellsTime();

    [GeneratedRegex("<(svg|img|table)\\b", RegexOptions.IgnoreCase)]
    private static partial Regex Static();

    [GeneratedRegex("""\ssrc(set)?="(?!data:)|[\s:,]url\((?!["']?data:)|<link\b|@import""", RegexOptions.IgnoreCase)]
    private static partial Regex RemoteSource();

    [GeneratedRegex(
        @"\b(class|record|struct|interface)\s+[A-Z]|\.Dispose\(|NewDisposeScope|\busing var\b|\bfor(each)?\s*\(")]
    private static partial Regex BelongsIntoTheLibrary();
}
