using NotebookKit.Kernel.Hosting;
using NotebookKit.Kernel.Tests.Protocol;
using Xunit;

namespace NotebookKit.Kernel.Tests.Hosting;

public sealed class CrashNoteTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Take_AfterAProcessThatEndedInACell_NamesTheCellOnce()
    {
        CrashIn("a");

        Assert.Null(New("b").Take());
        Assert.Matches(@"ended while In\[7\] ran, which began at .* UTC:\nBoom\(\);", New("a").Take());
        Assert.Null(New("a").Take());
    }

    [Fact]
    public void Take_AfterCellsThatEnded_IsNull()
    {
        using var note = New("a");
        note.Begin("In[1]", "a longer one");
        note.End();
        note.Begin("In[2]", "1");
        note.End();
        Assert.Null(New("a").Take());
    }

    [Fact]
    public void Begin_WhereNoFolderCanBe_SaysSoOnce()
    {
        File.WriteAllText(Path.Combine(folder, "file"), "");
        var log = new StringWriter();
        using var note = new CrashNote(Path.Combine(folder, "file", "inside"), "a", log);
        note.Begin("In[1]", "1");
        note.End();
        note.Begin("In[2]", "2");
        Assert.Single(log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Kernel_AfterACrash_SaysAtItsFirstCellWhichOneItWas()
    {
        CrashIn("a");
        using var kernel = KernelUnderTest.WithEcho(note: New("a"));
        using var client = kernel.Client();

        Assert.Contains("In[7]", client.Execute("x").Single("stream").Text("text"), StringComparison.Ordinal);
        Assert.DoesNotContain("stream", client.Execute("y").Types);
        Assert.Empty(File.ReadAllText(Assert.Single(Directory.GetFiles(folder))));
        kernel.Server.Dispose();
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void Kernel_EndedWhileACellRuns_LeavesNoNote()
    {
        using var kernel = KernelUnderTest.WithEcho(note: New("a"));
        using var client = kernel.Client();
        client.SendExecute("stuck");
        Assert.True(SpinWait.SpinUntil(() => Directory.GetFiles(folder).Length > 0, TimeSpan.FromSeconds(20)));

        kernel.Server.Dispose();

        Assert.Null(New("a").Take());
    }

    /// <summary>What a process leaves that ends in the middle of In[7].</summary>
    private void CrashIn(string connection)
    {
        var note = New(connection);
        note.Begin("In[6]", "much more than what comes next");
        note.End();
        note.Begin("In[7]", "Boom();");
    }

    private CrashNote New(string connection) => new(folder, connection, TextWriter.Null);
}
