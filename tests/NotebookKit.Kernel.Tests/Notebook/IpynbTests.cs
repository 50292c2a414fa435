using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using NotebookKit.Kernel.Notebook;
using Xunit;

namespace NotebookKit.Kernel.Tests.Notebook;

public sealed class IpynbTests
{
    private const string Old = """
        {"nbformat":4,"nbformat_minor":2,"metadata":{"zeta":{"x":1.50},"alpha":null},
         "cells":[
          {"cell_type":"markdown","source":["# Ä 😀\n","text"],"metadata":{"own":[1,2]},"attachments":{"a.png":{"image/png":"AAAA"}}},
          {"cell_type":"code","source":"1 +\n 1","metadata":{"tags":["parameters"]},"execution_count":7,"outputs":[
            {"output_type":"stream","name":"stdout","text":"a\nb"},
            {"output_type":"display_data","metadata":{},"data":{"image/png":"AAAA","text/plain":["x\n","y"],"application/json":{"b":1,"a":[]}}}]}]}
        """;

    [Fact]
    public void Print_OldNotebook_IsNormalised()
    {
        var text = Ipynb.Print(Ipynb.Parse(Old, "old"));

        Assert.StartsWith("{\n \"cells\": [\n  {\n   \"attachments\": {", text, StringComparison.Ordinal);
        Assert.Contains("   \"source\": [\n    \"# Ä 😀\\n\",\n    \"text\"\n   ]", text, StringComparison.Ordinal);
        Assert.Contains("\"text\": [\n      \"a\\n\",\n      \"b\"\n     ]", text, StringComparison.Ordinal);
        Assert.Contains("\"alpha\": null,\n  \"zeta\": {\n   \"x\": 1.50\n  }", text, StringComparison.Ordinal);
        Assert.Contains("\"a\": []", text, StringComparison.Ordinal);
        Assert.EndsWith(" \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n", text, StringComparison.Ordinal);
        var ids = Ipynb.Parse(text, "new").Cells.Select(c => c.Id).ToList();
        Assert.Equal(2, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{8}$", id));
        Assert.Equal(text, Ipynb.Print(Ipynb.Parse(Old, "old")));       // the same ids every time
    }

    [Fact]
    public void Parse_IdsGivenTwice_AreMadeUnique()
    {
        var notebook = Ipynb.Parse(
            """{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"raw","id":"a","source":"","metadata":{}},{"cell_type":"raw","id":"a","source":"","metadata":{}}]}""", "n");
        Assert.Equal("a", notebook.Cells[0].Id);
        Assert.NotEqual("a", notebook.Cells[1].Id);
    }

    [Fact]
    public void ParsePrint_AnyNotebook_RoundTrips()
    {
        // a notebook of any texts, kinds and outputs, printed, read and printed again
        var cell = from kind in Gen.Elements("code", "markdown", "raw")
                   from source in ArbMap.Default.GeneratorFor<NonNull<string>>()
                   from output in ArbMap.Default.GeneratorFor<NonNull<string>>()
                   from number in ArbMap.Default.GeneratorFor<int>()
                   select (kind, source: source.Get, output: output.Get, number);
        Prop.ForAll(Gen.ArrayOf(cell).ToArbitrary(), cells =>
        {
            var json = new JsonObject
            {
                ["nbformat"] = 4, ["nbformat_minor"] = 0, ["metadata"] = new JsonObject(),
                ["cells"] = new JsonArray([.. cells.Select(c => new JsonObject
                {
                    ["cell_type"] = c.kind, ["source"] = c.source, ["metadata"] = new JsonObject { ["k"] = c.number, [c.output] = c.output },
                    ["outputs"] = new JsonArray(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = c.output }),
                })]),
            };
            var once = Ipynb.Print(Ipynb.Parse(json.ToJsonString(), "n"));
            var read = Ipynb.Parse(once, "n");
            return Ipynb.Print(read) == once && read.Cells.Select(c => (c.Kind, c.Source)).SequenceEqual(cells.Select(c => (c.kind, c.source)));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("", "line 1 is not JSON")]
    [InlineData("{\"nbformat\":4,\n\"cells\": oops", "line 2 is not JSON")]
    [InlineData("[]", "needs the keys nbformat and cells")]
    [InlineData("{\"nbformat\":3,\"cells\":[]}", "has notebook format 3")]
    [InlineData("{\"nbformat\":\"4\",\"cells\":[]}", "no notebook of format 4")]
    [InlineData("{\"nbformat\":4,\"cells\":[{}]}", "cell 1 has no cell_type")]
    [InlineData("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":[7]}]}", "no notebook of format 4")]
    public void Parse_NoNotebook_SaysWhatIsWrong(string text, string message)
    {
        var error = Assert.Throws<UsageException>(() => Ipynb.Parse(text, "bad.ipynb"));
        Assert.StartsWith("bad.ipynb", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_IsAUsageError() =>
        Assert.Contains("Cannot read", Assert.Throws<UsageException>(() => Ipynb.Read("/no/such.ipynb")).Message, StringComparison.Ordinal);
}
