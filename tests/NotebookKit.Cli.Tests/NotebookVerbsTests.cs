using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Notebook;

namespace NotebookKit.Cli.Tests;

/// <summary><c>nk check</c>, <c>clear</c>, <c>convert</c> and <c>test NOTEBOOK</c>.</summary>
public sealed class NotebookVerbsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Check_TellsWhichCellsDoNotCompile()
    {
        var (good, bad) = (Book.Write(folder, "good", "int n = 1;", "n + 1"), Book.Write(folder, "bad", "int n = 1;", "m + 1"));

        var ended = Nk("check", good, bad);

        Assert.Equal((ExitCodes.CellFailed, "good: every cell compiles\nbad: 1 cell does not compile\n"), (ended.Code, ended.Output));
        Assert.Contains("nk: In[2]:1:1: error CS0103", ended.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, Nk("check", good).Code);
    }

    [Fact]
    public void Clear_TakesOutputsOutInPlace_Once()
    {
        var path = Book.Write(folder, "book", "int n = 1;", "n + 1");
        var notebook = Ipynb.Read(path);
        var clean = Ipynb.Print(notebook);
        notebook.Cells[1].ExecutionCount = 3;
        notebook.Cells[1].Metadata["execution"] = new System.Text.Json.Nodes.JsonObject();
        notebook.Cells[1].Outputs = [new System.Text.Json.Nodes.JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "x" }];
        File.WriteAllText(path, Ipynb.Print(notebook));

        Assert.Equal($"cleared  {path}\n", Nk("clear", path).Output);
        Assert.Equal(clean, File.ReadAllText(path));
        Assert.Equal($"unchanged  {path}\n", Nk("clear", path).Output);
    }

    [Fact]
    public void Convert_WritesTheFormatOfTheExtension_AndReplacesNothingUnasked()
    {
        var path = Book.Write(folder, "book", "int n = 1;", "n + 1");

        Assert.Equal($"wrote {folder["book.csx"]}\n", Nk("convert", path, folder["book.csx"]).Output);
        Assert.Equal("// %% tags=[\"parameters\"]\nint n = 1;\n\n// %%\nn + 1\n", File.ReadAllText(folder["book.csx"]));
        var again = Nk("convert", path, folder["book.csx"]);
        Assert.Equal(ExitCodes.Usage, again.Code);
        Assert.Contains("book.csx is there already. Name another file, or write --force.", again.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, Nk("convert", path, folder["book.csx"], "--force").Code);
        Assert.Equal(ExitCodes.Usage, Nk("convert", path, path, "--force").Code);
        Assert.Equal(ExitCodes.Usage, Nk("convert", path, folder["book.pdf"]).Code);
    }

    [Fact]
    public void Test_OfANotebook_ComparesItsOutputsWithARun()
    {
        var path = Book.Write(folder, "book", "double x = 0.5;", "x * 2", "throw new Exception(\"meant\");");
        NotebookRunner.Run(
            NotebookRun.WithKit(new() { NotebookPath = path, OutputDirectory = folder["ran"], AllowErrors = true }),
            TestContext.Current.CancellationToken);
        File.Copy(folder["ran", "book.ipynb"], path, overwrite: true);

        var same = Nk("test", path);
        Assert.Equal((ExitCodes.Ok, "3 passed, 0 failed, 0 skipped"), (same.Code, same.Output.TrimEnd().Split('\n')[^1]));

        File.WriteAllText(path, File.ReadAllText(path).Replace("x * 2", "x * 2.02", StringComparison.Ordinal));
        var other = Nk("test", path);
        Assert.Equal((ExitCodes.CellFailed, "2 passed, 1 failed, 0 skipped"), (other.Code, other.Output.TrimEnd().Split('\n')[^1]));
        Assert.Contains("FAILED: book, cell 2", other.Output, StringComparison.Ordinal);
        Assert.Contains("the file has '1', the run gave '1.01'", other.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, Nk("test", path, "--tolerance", "0.02").Code);
    }

    [Theory]
    [InlineData("test book.ipynb", "holds no outputs to compare with")]
    [InlineData("test book.ipynb --tolerance -1", "--tolerance must be 0 or more, but is -1.")]
    [InlineData("test none.ipynb", "No notebook 'none.ipynb'")]
    [InlineData("check none.dib", "No notebook 'none.dib'")]
    [InlineData("clear book.csx", "nk clear needs an .ipynb file")]
    public void Mistake_IsRefused(string line, string message)
    {
        Book.Write(folder, "book", "int n = 1;");
        folder.Write("book.csx", "1");

        var ended = Nk([.. line.Split(' ').Select(word => word.StartsWith("book", StringComparison.Ordinal) ? folder[word] : word)]);

        Assert.Equal((ExitCodes.Usage, ""), (ended.Code, ended.Output));
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
    }

    private Ended Nk(params string[] arguments) => InProcess.Run(new Home(folder.Root), arguments);
}
