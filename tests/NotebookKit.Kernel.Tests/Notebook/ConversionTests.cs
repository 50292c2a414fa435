using System.Text.Json.Nodes;
using NotebookKit.Kernel.Directives;
using NotebookKit.Kernel.Export;
using NotebookKit.Kernel.Notebook;
using Xunit;

namespace NotebookKit.Kernel.Tests.Notebook;

/// <summary>Notebooks as scripts, .dib files and Markdown, and back.</summary>
public sealed class ConversionTests
{
    private const string Script = """
        // %% tags=["parameters", "first"]
        int n = 3;

        // n is small

        // %% [markdown]
        // # Title
        //
        // * one

        // %% [html]
        // <b>bold</b>

        // %%
        n + 1

        """;

    [Theory]
    [InlineData("book.csx")]
    [InlineData("book.dib")]
    [InlineData("book.ipynb")]
    public void Convert_ThereAndBack_KeepsCellsAndLanguages(string file)
    {
        var folder = Directory.CreateTempSubdirectory("nk-convert");
        try
        {
            var path = Path.Combine(folder.FullName, file);
            File.WriteAllText(path, NotebookConversion.Text(Csx.Notebook(Script, "book"), path));
            var back = NotebookDocument.Read(path);

            Assert.Equal(
                [("code", "int n = 3;\n\n// n is small"), ("markdown", "# Title\n\n* one"), ("code", "<b>bold</b>"), ("code", "n + 1")],
                back.Cells.Select(c => (c.Kind, c.Source)));
            Assert.Equal("#!html\n<b>bold</b>", CellLanguage.SourceOf(back.Cells[2]));
            Assert.Equal(file.EndsWith(".dib", StringComparison.Ordinal) ? [] : ["parameters", "first"], back.Cells[0].Tags);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Csx_PrintedAgain_IsTheSameText() => Assert.Equal(Script, Csx.Print(Csx.Notebook(Script, "book")));

    [Fact]
    public void Csx_WithoutMarks_IsOneCell() =>
        Assert.Equal("#!time\nvar x = 1; // %% is no mark here", Csx.Notebook("\n#!time\nvar x = 1; // %% is no mark here\n", "x").Cells.Single().Source);

    [Fact]
    public void Convert_CellThatNamesItsLanguageInItsText_IsWrittenWithIt()
    {
        var book = new NotebookDocument([], [NotebookCell.NewCode("a", "#!fsharp\nlet x = 1"), NotebookCell.NewCode("b", "#!csharp\n1")]);
        Assert.Equal("#!fsharp\n\nlet x = 1\n\n#!csharp\n\n1\n", Dib.Print(book));
        Assert.Equal("// %% [fsharp]\n// let x = 1\n\n// %%\n1\n", Csx.Print(book));
    }

    [Fact]
    public void Markdown_HoldsCodeTextAndOutputs()
    {
        var (code, picture) = (NotebookCell.NewCode("a", "var s = \"```\";"), NotebookCell.NewCode("b", "p"));
        code.Outputs =
        [
            new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "\u001b[31mred\u001b[0m\n" },
            new JsonObject { ["output_type"] = "error", ["ename"] = "E", ["evalue"] = "v", ["traceback"] = new JsonArray("E: v", "  at In[1]") },
        ];
        picture.Outputs =
        [
            new JsonObject
            {
                ["output_type"] = "display_data", ["data"] = new JsonObject { ["text/plain"] = "a [cat]", ["image/png"] = "AA\nBB", ["text/html"] = "<img>" },
            },
        ];

        Assert.Equal(
            """
            ````csharp
            var s = "```";
            ````

            ```text
            red
            ```

            ```text
            E: v
              at In[1]
            ```

            ```csharp
            p
            ```

            ![a (cat)](data:image/png;base64,AABB)

            """,
            MarkdownExport.Text(new NotebookDocument([], [code, picture])));
    }

    [Fact]
    public void Convert_ToAnUnknownFormat_IsRefused() => Assert.Equal(
        "A notebook can be written as .ipynb, .dib, .csx, .md, .html, but not as '.pdf'.",
        Assert.Throws<UsageException>(() => NotebookConversion.Text(Csx.Notebook("1", "x"), "x.pdf")).Message);

    [Fact]
    public void Import_OfAScript_RunsItsCells()
    {
        var path = Path.Combine(Path.GetTempPath(), $"nk-import-{Guid.NewGuid():N}.csx");
        File.WriteAllText(path, Script);
        try
        {
            Assert.Equal(["int n = 3;\n\n// n is small", "#!html\n<b>bold</b>", "n + 1"], ImportedCells.Of(path).Select(c => c.Code));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
