using NotebookKit.Interactive;
using NotebookKit.Kernel.Execution;
using Xunit;

namespace NotebookKit.Kernel.Tests.Execution;

/// <summary>Cells are compiled in order, and none runs.</summary>
public sealed class NotebookCheckTests
{
    [Fact]
    public void Check_OfGoodCells_FindsNothingAndRunsNothing()
    {
        var mark = Path.Combine(Path.GetTempPath(), $"nk-check-{Guid.NewGuid():N}");
        using var notebook = new NotebookInFolder(
            $"File.WriteAllText(@\"{mark}\", \"\");\nint Twice(int x) => 2 * x;", "var y = Twice(2); throw new Exception();",
            "namespace N { public class C; }", "#!time\nnew N.C().ToString() + y", "#!set --name s --value @input:\"who?\"\ns.Length",
            "#!html\n<b>x</b>");
        var host = NotebookHost.Current;

        Assert.Empty(NotebookCheck.Run(notebook.Options, CancellationToken.None));
        Assert.False(File.Exists(mark));
        Assert.Same(host, NotebookHost.Current);
        Assert.False(Directory.Exists(notebook.OutputDirectory));
    }

    [Fact]
    public void Check_NamesEachCellThatDoesNotCompile_AtItsLine()
    {
        using var notebook = new NotebookInFolder("var x = 1;", "\nx.Nothing();", "#!nosuch", "x + 1", "missing");
        var failed = NotebookCheck.Run(notebook.Options, CancellationToken.None);

        Assert.Equal([(2, 2), (3, 1), (5, 1)], failed.Select(f => (f.Number, f.Error.Line ?? 0)));
        Assert.StartsWith("In[2]:2:3: CS1061", failed[0].Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfAFileThatIsNoNotebook_IsRefused()
    {
        using var notebook = new NotebookInFolder("1");
        File.WriteAllText(notebook.SourcePath, "{");
        Assert.Throws<UsageException>(() => NotebookCheck.Run(notebook.Options, CancellationToken.None));
    }
}
