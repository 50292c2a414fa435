using System.Collections.Concurrent;
using NotebookKit.Kernel.Protocol;
using Xunit;

namespace NotebookKit.Kernel.Tests.Protocol;

/// <summary>The outputs of one request on their way to the wire.</summary>
public sealed class CellOutputsTests
{
    private const int Limit = 50 << 20;

    [Fact]
    public void Stream_OfMoreThan50MiB_EndsInOneNotice()
    {
        var sink = new Sink();
        var request = new Request { Channel = Channel.Shell, Identities = [], Header = [], Type = "execute_request", Id = "1" };
        var outputs = new CellOutputs(
            sink, request, new ConcurrentDictionary<string, bool>(StringComparer.Ordinal), input: null, count: 1, silent: false, default);
        var mebibyte = new string('x', 1 << 20);

        for (var i = 0; i < 55; i++)
        {
            outputs.Stream("stdout", mebibyte);
        }

        outputs.Result(NotebookKit.Interactive.MimeBundle.OfText("the result"));
        outputs.Flush();

        Assert.Equal(Limit, sink.Lengths.GetValueOrDefault("stdout"));
        Assert.Equal("\n(more than 50 MiB of text; the rest is left out)\n", sink.Errors);
        Assert.Equal("execute_result", sink.Last);
    }

    /// <summary>Counts what is sent, and keeps little of it.</summary>
    private sealed class Sink : IMessageSink
    {
        public Dictionary<string, long> Lengths { get; } = new(StringComparer.Ordinal);

        public string Errors { get; private set; } = "";

        public string Last { get; private set; } = "";

        public void Send(Outgoing message)
        {
            Last = message.Type;
            if (message.Type == "stream")
            {
                var (name, text) = ((string)message.Content["name"]!, (string)message.Content["text"]!);
                Lengths[name] = Lengths.GetValueOrDefault(name) + text.Length;
                Errors += name == "stderr" ? text : "";
            }
        }

        public void WaitForRoom(CancellationToken giveUp)
        {
        }
    }
}
