using System.Diagnostics;
using System.Text.Json.Nodes;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Protocol;
using Xunit;

namespace NotebookKit.Kernel.Tests.Protocol;

/// <summary>What happens while a cell runs: other requests, questions, interrupts, aborts, a second front end.</summary>
public sealed class QueueTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly KernelUnderTest kernel = KernelUnderTest.WithEcho();
    private readonly KernelClient client;

    public QueueTests() => client = kernel.Client();

    public void Dispose()
    {
        client.Dispose();
        kernel.Dispose();
    }

    [Theory]
    [InlineData("kernel_info_request", Channel.Shell)]
    [InlineData("kernel_info_request", Channel.Control)]
    [InlineData("complete_request", Channel.Shell)]
    [InlineData("is_complete_request", Channel.Shell)]
    [InlineData("history_request", Channel.Shell)]
    [InlineData("comm_info_request", Channel.Shell)]
    public void Request_WhileACellRuns_IsAnswered(string type, Channel channel)
    {
        var running = client.SendExecute("wait");
        var reply = client.Ask(type, new() { ["code"] = "x", ["cursor_pos"] = 1 }, channel).Reply;
        Assert.NotEqual("error", reply.Status);
        kernel.Echo.Gate.Set();
        Assert.Equal("ok", client.Await(running).Reply.Status);
    }

    [Fact]
    public void Interrupt_OfACellThatDoesNotStop_GivesItUpAndSaysWhatToDo()
    {
        var stuck = client.SendExecute("stuck");
        _ = client.Receive(Channel.Iopub, m => m.Type == "execute_input", Soon);
        client.Ask("interrupt_request", channel: Channel.Control);
        Assert.Equal("Interrupted", client.Await(stuck).Reply.Text("ename"));

        client.Ask("interrupt_request", channel: Channel.Control);
        var advice = client.Receive(Channel.Iopub, m => m.Type == "stream", Soon);
        Assert.Contains("Restart the kernel", advice!.Text("text"), StringComparison.Ordinal);

        Thread.Sleep(TimeSpan.FromMilliseconds(100));       // what follows at once is aborted
        Assert.Contains("still running beside", client.Execute("a").Single("stream").Text("text"), StringComparison.Ordinal);
        Assert.DoesNotContain("stream", client.Execute("b").Types);
        kernel.Echo.Gate.Set();
    }

    [Fact]
    public void Execute_BehindAFailure_IsAborted_AndOtherKindsAreServed()
    {
        var running = client.SendExecute("wait");
        var failing = client.SendExecute("fail x");
        string[] behind = [client.SendExecute("b"), client.SendExecute("c")];
        var comm = client.Send(Channel.Shell, "comm_info_request");
        kernel.Echo.Gate.Set();

        Assert.Equal("ok", client.Await(running).Reply.Status);
        Assert.Equal("error", client.Await(failing).Reply.Status);
        Assert.Equal("ok", client.Await(comm).Reply.Status);
        foreach (var id in behind)
        {
            var aborted = client.Await(id);
            Assert.Equal("aborted", aborted.Reply.Status);
            Assert.Equal(["busy", "idle"], aborted.Types);
        }

        Assert.Equal("ok", client.Execute("d").Reply.Status);
        Assert.Equal(3, kernel.Echo.Ran);
    }

    [Fact]
    public void Execute_SentBeforeAFailureButArrivingAfterIt_IsAborted()
    {
        var sent = DateTime.UtcNow;
        client.Execute("fail x");
        var header = new JsonObject
        {
            ["msg_id"] = "late", ["msg_type"] = "execute_request", ["session"] = "s", ["date"] = sent.ToString("O"), ["version"] = "5.4",
        };
        client.Send(Channel.Shell, "execute_request", new() { ["code"] = "b" }, header, dated: false);
        Assert.Equal("aborted", client.Await("late").Reply.Status);
    }

    [Fact]
    public void Execute_WithoutStopOnError_GoesOn()
    {
        var running = client.SendExecute("wait");
        var failing = client.SendExecute("fail x", new() { ["stop_on_error"] = false });
        var behind = client.SendExecute("b");
        kernel.Echo.Gate.Set();
        client.Await(running);
        client.Await(failing);
        Assert.Equal("ok", client.Await(behind).Reply.Status);
    }

    [Theory]
    [InlineData("sleep")]
    [InlineData("wait")]
    [InlineData("ask me")]
    public void Interrupt_StopsTheCell_AndWhatIsQueued(string code)
    {
        var running = client.SendExecute(code);
        var behind = client.SendExecute("b");
        Assert.True(SpinWait.SpinUntil(() => kernel.Echo.Ran == 1, Soon));
        var since = Stopwatch.GetTimestamp();
        Assert.Equal("ok", client.Ask("interrupt_request", channel: Channel.Control).Reply.Status);

        var stopped = client.Await(running);
        TestContext.Current.SendDiagnosticMessage($"{code}: stopped after {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms");
        Assert.Equal(("error", "Interrupted"), (stopped.Reply.Status, stopped.Reply.Text("ename")));
        Assert.Equal("aborted", client.Await(behind).Reply.Status);
        Assert.Equal("ok", client.Execute("c").Reply.Status);
    }

    [Fact]
    public void Interrupt_WithNothingRunning_HasNoEffect()
    {
        Assert.Equal("ok", client.Ask("interrupt_request", channel: Channel.Control).Reply.Status);
        Assert.Equal("ok", client.Execute("c").Reply.Status);
    }

    [Theory]
    [InlineData("ask how?", "how?", false)]
    [InlineData("secret key", "key", true)]
    [InlineData("line", "", false)]
    public void Input_IsAskedAndAnswered(string code, string prompt, bool secret)
    {
        var running = client.SendExecute(code, new() { ["allow_stdin"] = true });
        var question = client.Receive(Channel.Stdin, _ => true, Soon)!;
        Assert.Equal(("input_request", running), (question.Type, question.ParentId));
        Assert.Equal((prompt, secret), (question.Text("prompt"), question.Content.GetProperty("password").GetBoolean()));
        var wrong = client.Receive(Channel.Iopub, m => m.Type == "execute_input", Soon)!;
        client.Send(Channel.Stdin, "input_reply", new() { ["value"] = "of another question" }, parent: wrong);
        client.Send(Channel.Stdin, "input_reply", new() { ["value"] = "so" }, parent: question);
        var result = client.Await(running).Single("execute_result");
        Assert.Equal("so", result.Content.GetProperty("data").GetProperty("text/plain").GetString());
    }

    [Fact]
    public void Input_OfAFrontEndThatAnswersNone_IsAnError()
    {
        var reply = client.Execute("ask me", new() { ["allow_stdin"] = false }).Reply;
        Assert.Equal("error", reply.Status);
        Assert.Contains("allow_stdin is false", reply.Text("evalue"), StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_OvertakenByANewerOne_IsAnsweredEmpty()
    {
        var old = client.Send(Channel.Shell, "complete_request", new() { ["code"] = "slow", ["cursor_pos"] = 4 });
        Thread.Sleep(200);
        var since = Stopwatch.GetTimestamp();
        var newer = client.Ask("complete_request", new() { ["code"] = "x", ["cursor_pos"] = 1 });
        Assert.Equal(2, newer.Reply.Content.GetProperty("matches").GetArrayLength());
        Assert.Equal(0, client.Await(old).Reply.Content.GetProperty("matches").GetArrayLength());
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void TwoFrontEnds_SeeTheSameOutputs_AndEachItsReply()
    {
        using var other = kernel.Client();
        var id = client.SendExecute("hello");
        Assert.Equal(["status", "execute_input", "execute_result", "status"], other.OutputsOf(id).Select(o => o.Type));
        Assert.Equal("ok", client.Await(id).Reply.Status);
        Assert.Null(other.Receive(Channel.Shell, m => m.ParentId == id, TimeSpan.FromMilliseconds(100)));
        Assert.Equal("ok", other.Execute("there").Reply.Status);
    }

    [Fact]
    public void Requests_TenThousandQueued_AreAllAnswered()
    {
        const int Many = 10_000;
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Many; i++)
        {
            ids.Add(i % 2 == 0
                ? client.SendExecute("x", new() { ["silent"] = true })
                : client.Send(Channel.Shell, "is_complete_request", new() { ["code"] = "x" }));
        }

        while (ids.Count > 0)
        {
            var reply = client.Receive(Channel.Shell, _ => true, Soon);
            Assert.NotNull(reply);
            Assert.True(ids.Remove(reply.ParentId));
        }

        Assert.Equal(Many / 2, kernel.Echo.Ran);
    }

    [Fact]
    public void Flood_WithoutAReader_DoesNotStopTheKernel()
    {
        using (var deaf = kernel.Client())
        {
            var flood = client.SendExecute("lines 200000");
            Assert.Equal("ok", client.Receive(Channel.Shell, m => m.ParentId == flood, TimeSpan.FromSeconds(30))!.Status);
        }

        Assert.Equal("ok", client.Execute("on").Reply.Status);
    }

    [Fact]
    public void Comms_GoBothWays_WithBuffersAndParents()
    {
        Comm? opened = null;
        CommRegistry.Register("test.target", (comm, first) =>
        {
            opened = comm;
            Console.Write($"opened {first.Data.GetProperty("a").GetInt32()}");
            comm.Received += m => comm.Send(
                new() { ["echo"] = m.Data.GetProperty("x").GetInt32() }, buffers: [[.. m.Data.GetRawText().Select(c => (byte)c)]]);
        });
        var id = client.Send(
            Channel.Shell, "comm_open", new() { ["comm_id"] = "c1", ["target_name"] = "test.target", ["data"] = new JsonObject { ["a"] = 1 } });
        var outputs = client.OutputsOf(id);
        Assert.Equal(["busy", "stream", "idle"], new Exchange(outputs[0], outputs).Types);

        id = client.Send(Channel.Shell, "comm_msg", new() { ["comm_id"] = "c1", ["data"] = new JsonObject { ["x"] = 2 } });
        var echo = client.OutputsOf(id).Single(o => o.Type == "comm_msg");
        Assert.Equal(("c1", 2), (echo.Text("comm_id"), echo.Content.GetProperty("data").GetProperty("echo").GetInt32()));
        Assert.Equal("{\"x\":2}", string.Concat(echo.Buffers.Single().Select(b => (char)b)));

        var known = client.Ask("comm_info_request", new() { ["target_name"] = "test.target" }).Reply.Content.GetProperty("comms");
        Assert.Equal("test.target", known.GetProperty("c1").GetProperty("target_name").GetString());
        Assert.Empty(client.Ask("comm_info_request", new() { ["target_name"] = "x" }).Reply.Content.GetProperty("comms").EnumerateObject());

        var closed = false;
        opened!.Closed += _ => closed = true;
        client.OutputsOf(client.Send(Channel.Shell, "comm_close", new() { ["comm_id"] = "c1", ["data"] = new JsonObject() }));
        Assert.True(closed);
        Assert.False(opened.IsOpen);
        Assert.Throws<InvalidOperationException>(() => opened.Send(null));
    }

    [Fact]
    public void Comm_OfAnUnknownTarget_IsClosed()
    {
        var id = client.Send(Channel.Shell, "comm_open", new() { ["comm_id"] = "c2", ["target_name"] = "nobody", ["data"] = new JsonObject() });
        var outputs = client.OutputsOf(id);
        Assert.Equal("c2", outputs.Single(o => o.Type == "comm_close").Text("comm_id"));
    }
}
