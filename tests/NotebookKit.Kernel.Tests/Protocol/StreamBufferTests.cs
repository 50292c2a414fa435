using NotebookKit.Kernel.Protocol;
using Xunit;

namespace NotebookKit.Kernel.Tests.Protocol;

public sealed class StreamBufferTests
{
    private readonly List<string> sent = [];

    [Fact]
    public void Write_TwoStreams_KeepTheirOrder()
    {
        var buffer = new StreamBuffer(Send);
        buffer.Write("stdout", "a");
        buffer.Write("stdout", "b");
        buffer.Write("stderr", "c");
        buffer.Write("stdout", "d");
        buffer.Flush();
        Assert.Equal(["stdout:ab", "stderr:c", "stdout:d"], sent);
    }

    [Fact]
    public void Write_ASurrogatePairInTwoParts_IsNeverSplit()
    {
        var buffer = new StreamBuffer(Send);
        buffer.Write("stdout", new string('x', 70_000) + "\ud83d");
        buffer.Write("stdout", "\ude00");
        buffer.Flush();
        Assert.Equal(2, sent.Count);
        Assert.Equal("stdout:😀", sent[1]);
    }

    [Fact]
    public void Write_AndNothingMore_IsSentSoon()
    {
        var buffer = new StreamBuffer(Send);
        buffer.Write("stdout", "x");
        Assert.True(SpinWait.SpinUntil(() => { lock (sent) { return sent.Count == 1; } }, TimeSpan.FromSeconds(5)));
    }

    private void Send(string name, string text)
    {
        lock (sent)
        {
            sent.Add($"{name}:{text}");
        }
    }
}
