using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Data;
using NotebookKit.Runs;
using Xunit;

namespace NotebookKit.Tests.Runs;

public sealed class RunFilesTests : IDisposable
{
    private static readonly DataUse Photographs = new(
        "procedural-photographs", new string('a', 64), "stand-in", StandIn: true);
    private static readonly RunEnvironment Machine = new("c0ffee", true, "0.1.0", "10.0.0", "1.13.1", "cpu", 2, "Zen");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void RunMetrics_Written_HasTheFormOfSchemaOne()
    {
        Metrics([0.98, 0.984, 0.988]).Write(folder.Directory);

        using var json = JsonDocument.Parse(File.ReadAllText(folder["metrics.json"]));
        var root = json.RootElement;
        Assert.Equal(
            ["schema", "notebook", "mode", "parameters", "seeds", "data", "wallSeconds", "claims", "environment"],
            root.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            ["name", "paper", "paperSource", "here", "low", "high", "bound", "asserted", "holds", "data"],
            root.GetProperty("claims")[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            ["commit", "clean", "kit", "dotnet", "libtorch", "device", "threads", "openblasCore"],
            root.GetProperty("environment").EnumerateObject().Select(member => member.Name));
        Assert.Equal(["id", "sha256"], root.GetProperty("data")[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(1, root.GetProperty("schema").GetInt32());
        Assert.Equal(">= 0.95", root.GetProperty("claims")[0].GetProperty("bound").GetString());
        Assert.Contains("\">= 0.95\"", File.ReadAllText(folder["metrics.json"]));
        Assert.Equal(143.2, root.GetProperty("wallSeconds").GetDouble());
        Assert.Equal(1, root.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public void RunMetrics_WrittenAndRead_KeepsEveryValue()
    {
        var metrics = Metrics([0.98, 0.984, 0.988]);
        metrics.Write(folder.Directory);

        var read = RunMetrics.Read(folder["metrics.json"]);

        Assert.Equal(metrics.Claims, read.Claims);
        Assert.Equal(metrics.Seeds, read.Seeds);
        Assert.Equal(metrics.Data, read.Data);
        Assert.Equal(metrics.Environment, read.Environment);
        Assert.Equal("small", (string?)read.Parameters["mode"]);
    }

    [Fact]
    public void RunMetrics_NotANumber_IsNullAndDoesNotHold()
    {
        Metrics([double.NaN]).Write(folder.Directory);

        var claim = RunMetrics.Read(folder["metrics.json"]).Claims[0];
        Assert.Null(claim.Here);
        Assert.False(claim.Holds);
    }

    [Theory]
    [InlineData("", "not a run file")]
    [InlineData("null", "holds null")]
    [InlineData("[]", "not a run file")]
    [InlineData("{\"schema\": 1}", "not a run file")]
    public void RunMetrics_OtherContent_IsRefusedWithItsPath(string content, string message)
    {
        var path = folder.Write("metrics.json", content);

        var error = Assert.Throws<InvalidDataException>(() => RunMetrics.Read(path));
        Assert.Contains(path, error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void RunMetrics_LaterSchema_IsRefused()
    {
        (Metrics([1]) with { Schema = 2 }).Write(folder.Directory);

        Assert.Contains(
            "schema is 2", Assert.Throws<InvalidDataException>(() => RunMetrics.Read(folder["metrics.json"])).Message);
    }

    [Fact]
    public void ResultRecord_WrittenAndRead_KeepsHashAndMetrics()
    {
        new ResultRecord(new string('b', 64), Metrics([0.97])).Write(folder["results/01.json"]);

        var read = ResultRecord.Read(folder["results/01.json"]);
        Assert.Equal(new string('b', 64), read!.Hash);
        Assert.Equal(0.97, read.Metrics.Claims[0].Here);
        Assert.Null(ResultRecord.Read(folder["results/02.json"]));
    }

    [Fact]
    public void ResultRecord_HashOf_ChangesWithTheMethodAndNotWithOutputs()
    {
        var paper = Path.GetDirectoryName(folder.Write("paper/Method.cs", "class A;\n"))!;
        var plain = folder.Write("plain.ipynb", Notebook("[\"var a = 1;\\n\", \"a\"]", "[]"));
        var hash = ResultRecord.HashOf(plain, paper);

        Assert.Equal(64, hash.Length);
        Assert.Equal(hash,
            ResultRecord.HashOf(folder.Write("run.ipynb", Notebook("\"var a = 1;\\na\"", "[{\"x\": 1}]")), paper));
        Assert.NotEqual(
            hash, ResultRecord.HashOf(folder.Write("other.ipynb", Notebook("\"var a = 2;\\na\"", "[]")), paper));
        folder.Write("paper/Method.cs", "class A;\r\n");
        Assert.Equal(hash, ResultRecord.HashOf(plain, paper));
        folder.Write("paper/Part/Other.cs", "");
        Assert.NotEqual(hash, ResultRecord.HashOf(plain, paper));
    }

    [Fact]
    public void ResultRecord_HashOfBrokenNotebook_NamesIt()
    {
        var path = folder.Write("broken.ipynb", "{\"cells\": [{}]}");

        Assert.Contains(
            path, Assert.Throws<InvalidDataException>(() => ResultRecord.HashOf(path, folder.Directory)).Message);
    }

    [Fact]
    public void RunEnvironment_InACheckout_ReadsTheCommitFromItsFiles()
    {
        var commit = new string('1', 40);
        folder.Write(".git/HEAD", "ref: refs/heads/main\n");
        folder.Write(".git/packed-refs", $"# pack-refs with: peeled\n{commit} refs/heads/main\n");
        Directory.CreateDirectory(folder["src"]);
        Assert.Equal(commit, RunEnvironment.Capture(checkout: folder["src"]).Commit);

        folder.Write(".git/refs/heads/main", new string('2', 40) + "\n");
        Assert.Equal(new string('2', 40), RunEnvironment.Capture(checkout: folder["src"]).Commit);

        folder.Write(".git/HEAD", new string('3', 40) + "\n");
        Assert.Equal(new string('3', 40), RunEnvironment.Capture(checkout: folder["src"]).Commit);
    }

    [Fact]
    public void RunEnvironment_OutsideACheckout_HasNoCommit()
    {
        var environment = RunEnvironment.Capture(checkout: folder.Directory);

        Assert.Null(environment.Commit);
        Assert.Null(environment.Clean);
        Assert.True(environment.Threads >= 1);
        Assert.NotEmpty(environment.Libtorch);
        Assert.NotEmpty(environment.Processor);
        Assert.Equal("0.1.0", environment.Kit);
    }

    private static RunMetrics Metrics(double[] accuracy) => RunMetrics.Of(
        "01-cifake-gradcam", "small", new JsonObject { ["mode"] = "small", ["seeds"] = 3 }, [17, 18, 19],
        [new Claim("accuracy", "92.98 %", "abstract", accuracy, ">= 0.95", asserted: true, Photographs)],
        TimeSpan.FromSeconds(143.21), Machine, Photographs);

    private static string Notebook(string source, string outputs) =>
        $$"""
        {"cells": [{"cell_type": "code", "metadata": {"tags": ["parameters"]},
          "source": {{source}}, "outputs": {{outputs}}}]}
        """;
}
