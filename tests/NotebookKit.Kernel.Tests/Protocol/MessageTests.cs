using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Kernel.Protocol;
using Xunit;

namespace NotebookKit.Kernel.Tests.Protocol;

/// <summary>Each message of the protocol against the echo language: content, order, parents.</summary>
public sealed class MessageTests : IDisposable
{
    private readonly KernelUnderTest kernel = KernelUnderTest.WithEcho();
    private readonly KernelClient client;

    public MessageTests() => client = kernel.Client();

    public void Dispose()
    {
        client.Dispose();
        kernel.Dispose();
    }

    [Theory]
    [InlineData(Channel.Shell)]
    [InlineData(Channel.Control)]
    public void KernelInfo_OnBothChannels_SaysWhoItIs(Channel channel)
    {
        var info = client.Ask("kernel_info_request", channel: channel);

        Assert.Equal(["busy", "idle"], info.Types);
        Assert.Equal("kernel_info_reply", info.Reply.Type);
        Assert.Equal(
            ("ok", "5.4", "NotebookKit"), (info.Reply.Status, info.Reply.Text("protocol_version"), info.Reply.Text("implementation")));
        Assert.Matches(@"^\d+\.\d+\.\d+$", info.Reply.Text("implementation_version"));
        Assert.Contains("C#", info.Reply.Text("banner"), StringComparison.Ordinal);
        Assert.Empty(info.Reply.Content.GetProperty("supported_features").EnumerateArray());
        var language = info.Reply.Content.GetProperty("language_info");
        Assert.Equal(
            "C# 14.0 text/x-csharp .cs csharp",
            string.Join(' ', new[] { "name", "version", "mimetype", "file_extension", "pygments_lexer" }
                .Select(p => language.GetProperty(p).GetString())));
    }

    [Fact]
    public void Header_OfEveryMessage_IsComplete_AndTheParentIsVerbatim()
    {
        var header = new JsonObject
        {
            ["msg_id"] = "of the front end", ["msg_type"] = "execute_request", ["session"] = "s", ["username"] = "ü",
            ["version"] = "5.4", ["front end's own"] = new JsonObject { ["cell"] = 7 },
        };
        var ran = client.Ask("execute_request", new JsonObject { ["code"] = "hello" }, header: header);

        foreach (var message in ran.Outputs.Append(ran.Reply))
        {
            Assert.Equal(7, message.Parent.GetProperty("front end's own").GetProperty("cell").GetInt32());
            Assert.Equal("ü", message.Parent.GetProperty("username").GetString());
            Assert.Equal("5.4", message.Header.GetProperty("version").GetString());
            Assert.EndsWith("Z", message.Header.GetProperty("date").GetString(), StringComparison.Ordinal);
            Assert.True(message.Header.GetProperty("date").TryGetDateTimeOffset(out _));
        }

        var all = ran.Outputs.Append(ran.Reply).ToList();
        Assert.Equal(all.Count, all.Select(m => m.Id).Distinct().Count());
        Assert.Single(all.Select(m => m.Header.GetProperty("session").GetString()).Distinct());
        Assert.Equal(["status", "execute_input", "execute_result", "status"], ran.Outputs.Select(o => o.Topic));
    }

    [Fact]
    public void Execute_ACell_SendsInOrder()
    {
        var ran = client.Execute("hello");

        Assert.Equal(["busy", "execute_input", "execute_result", "idle"], ran.Types);
        Assert.Equal(("hello", 1), (ran.Single("execute_input").Text("code"), Count(ran.Single("execute_input"))));
        Assert.Equal(
            "hello", ran.Single("execute_result").Content.GetProperty("data").GetProperty("text/plain").GetString());
        Assert.Equal(1, Count(ran.Single("execute_result")));
        Assert.Equal(("execute_reply", "ok", 1), (ran.Reply.Type, ran.Reply.Status, Count(ran.Reply)));
        Assert.Empty(ran.Reply.Content.GetProperty("payload").EnumerateArray());
        Assert.Empty(ran.Reply.Content.GetProperty("user_expressions").EnumerateObject());
        Assert.True(ran.Reply.Metadata.GetProperty("started").TryGetDateTimeOffset(out _));
    }

    [Fact]
    public void Execute_Count_GoesUpForStoredCellsAlone()
    {
        Assert.Equal(1, Count(client.Execute("a").Reply));
        Assert.Equal(2, Count(client.Execute(" ").Reply));
        Assert.Equal(3, Count(client.Execute("b", new() { ["store_history"] = false }).Reply));
        Assert.Equal(3, Count(client.Execute("b", new() { ["silent"] = true, ["store_history"] = true }).Reply));
        Assert.Equal(3, Count(client.Execute("c").Reply));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("out text")]
    [InlineData("show text")]
    [InlineData("fail so")]
    public void Execute_Silent_ShowsNothing(string code)
    {
        var ran = client.Execute(code, new() { ["silent"] = true });
        Assert.Equal(["busy", "idle"], ran.Types);
        Assert.Equal(code.StartsWith("fail", StringComparison.Ordinal) ? "error" : "ok", ran.Reply.Status);
        Assert.Empty(Entries(client.Ask("history_request", new() { ["hist_access_type"] = "tail", ["n"] = 9 })));
    }

    [Fact]
    public void Execute_AFailingCell_TellsTwice()
    {
        var ran = client.Execute("fail why");
        Assert.Equal(["busy", "execute_input", "error", "idle"], ran.Types);
        foreach (var message in (Received[])[ran.Single("error"), ran.Reply])
        {
            Assert.Equal(("Echo", "why"), (message.Text("ename"), message.Text("evalue")));
            Assert.Equal(["\e[0;31mEcho\e[0m: why"], message.Content.GetProperty("traceback").EnumerateArray().Select(l => l.GetString()));
        }

        Assert.Equal(("error", 1), (ran.Reply.Status, Count(ran.Reply)));
        Assert.Empty(ran.Reply.Content.GetProperty("user_expressions").EnumerateObject());
        Assert.True(ran.Reply.Metadata.GetProperty("dependencies_met").GetBoolean());
    }

    [Fact]
    public void Execute_AFaultOfTheKernel_IsAnErrorAndTheNextCellRuns()
    {
        var ran = client.Execute("throw up");
        Assert.Equal(("error", "KernelFault"), (ran.Reply.Status, ran.Reply.Text("ename")));
        Assert.Equal("idle", ran.Types[^1]);
        Assert.Equal("ok", client.Execute("on").Reply.Status);
    }

    [Fact]
    public void Execute_UserExpressions_AreEachTheirOwn()
    {
        var expressions = new JsonObject { ["good"] = "value", ["bad"] = "fail it", ["none"] = "out x" };
        var ran = client.Execute("cell", new() { ["user_expressions"] = expressions });
        var values = ran.Reply.Content.GetProperty("user_expressions");
        Assert.Equal("ok", values.GetProperty("good").GetProperty("status").GetString());
        Assert.Equal("value", values.GetProperty("good").GetProperty("data").GetProperty("text/plain").GetString());
        Assert.Equal(JsonValueKind.Object, values.GetProperty("good").GetProperty("metadata").ValueKind);
        Assert.Equal("error", values.GetProperty("bad").GetProperty("status").GetString());
        Assert.Equal("it", values.GetProperty("bad").GetProperty("evalue").GetString());
        Assert.Equal("x", ran.Stream("stdout"));
        Assert.Equal("ok", ran.Reply.Status);
    }

    [Fact]
    public void Execute_Streams_AreBufferedInOrder()
    {
        var ran = client.Execute("lines 10000");
        Assert.Equal(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{i}\n")), ran.Stream("stdout"));
        Assert.InRange(ran.Outputs.Count(o => o.Type == "stream"), 1, 40);
        Assert.All(ran.Outputs.Where(o => o.Type == "stream"), o => Assert.Equal("stream.stdout", o.Topic));
        Assert.Equal("oh", client.Execute("err oh").Stream("stderr"));
    }

    [Fact]
    public void Execute_Displays_CanBeUpdatedAndCleared()
    {
        var ran = client.Execute("show it");
        Assert.Equal(["busy", "execute_input", "display_data", "update_display_data", "clear_output", "idle"], ran.Types);
        var (shown, updated) = (ran.Single("display_data"), ran.Single("update_display_data"));
        Assert.Equal("it", shown.Content.GetProperty("data").GetProperty("text/plain").GetString());
        Assert.Equal("it!", updated.Content.GetProperty("data").GetProperty("text/plain").GetString());
        Assert.Equal(Id(shown), Id(updated));
        Assert.True(ran.Single("clear_output").Content.GetProperty("wait").GetBoolean());

        static string Id(Received m) => m.Content.GetProperty("transient").GetProperty("display_id").GetString()!;
    }

    [Fact]
    public void Execute_Page_IsAPayload()
    {
        var payload = client.Execute("page help").Reply.Content.GetProperty("payload")[0];
        Assert.Equal("page", payload.GetProperty("source").GetString());
        Assert.Equal("help", payload.GetProperty("data").GetProperty("text/plain").GetString());
        Assert.Equal(0, payload.GetProperty("start").GetInt32());
    }

    [Fact]
    public void Execute_OutputAfterTheEnd_KeepsItsParent()
    {
        var first = client.SendExecute("later I am late");
        client.Await(first);
        client.Execute("another");
        kernel.Echo.Gate.Set();
        var late = client.Receive(Channel.Iopub, m => m.Type == "stream", TimeSpan.FromSeconds(5));
        Assert.Equal((first, "I am late\n"), (late!.ParentId, late.Text("text")));
    }

    [Fact]
    public void CompleteAndInspect_CountCodePoints()
    {
        var completed = client.Ask("complete_request", new() { ["code"] = "😀é", ["cursor_pos"] = 1 }).Reply;
        Assert.Equal(["echo", "eco"], completed.Content.GetProperty("matches").EnumerateArray().Select(m => m.GetString()));
        Assert.Equal((1, 1), (Number(completed, "cursor_start"), Number(completed, "cursor_end")));
        var type = completed.Content.GetProperty("metadata").GetProperty("_jupyter_types_experimental")[0];
        Assert.Equal(
            "1 1 echo function ()",
            string.Join(' ', new[] { "start", "end", "text", "type", "signature" }.Select(p => type.GetProperty(p).ToString())));
        Assert.Equal("ok", completed.Status);

        var seen = client.Ask("inspect_request", new() { ["code"] = "😀é", ["cursor_pos"] = 1, ["detail_level"] = 1 }).Reply;
        Assert.True(seen.Content.GetProperty("found").GetBoolean());
        Assert.Equal("é True", seen.Content.GetProperty("data").GetProperty("text/plain").GetString());
        var nothing = client.Ask("inspect_request", new() { ["code"] = "", ["cursor_pos"] = 0 }).Reply;
        Assert.False(nothing.Content.GetProperty("found").GetBoolean());
        Assert.Empty(nothing.Content.GetProperty("data").EnumerateObject());
    }

    [Theory]
    [InlineData("1", "complete")]
    [InlineData("...", "incomplete")]
    [InlineData("?!", "invalid")]
    public void IsComplete_HasThreeAnswers(string code, string status)
    {
        var reply = client.Ask("is_complete_request", new() { ["code"] = code }).Reply;
        Assert.Equal(status, reply.Status);
        Assert.Equal(status == "incomplete", reply.Content.TryGetProperty("indent", out _));
    }

    [Fact]
    public void History_Tail_Range_Search()
    {
        foreach (var code in (string[])["one", "two", "two", "fail x", "[3]"])
        {
            client.Execute(code);
        }

        Assert.Equal(["two", "fail x", "[3]"], Inputs("tail", new() { ["n"] = 3 }));
        Assert.Equal(["two", "two"], Inputs("range", new() { ["session"] = 0, ["start"] = 2, ["stop"] = 4 }));
        Assert.Equal(["fail x", "[3]"], Inputs("range", new() { ["start"] = 4 }));
        Assert.Equal(["one", "two", "two"], Inputs("search", new() { ["pattern"] = "*o*" }));
        Assert.Equal(["one", "two"], Inputs("search", new() { ["pattern"] = "*o*", ["unique"] = true }));
        Assert.Equal(["two"], Inputs("search", new() { ["pattern"] = "t?o", ["n"] = 1 }));
        Assert.Equal(["[3]"], Inputs("search", new() { ["pattern"] = "[3]" }));
        var withOutput = client.Ask(
            "history_request", new() { ["hist_access_type"] = "tail", ["n"] = 1, ["output"] = true, ["raw"] = true });
        Assert.Equal("[1,5,[\"[3]\",\"[3]\"]]", Entries(withOutput).Single().GetRawText());
        var wrong = client.Ask("history_request", new() { ["hist_access_type"] = "all" }).Reply;
        Assert.Equal(("error", "InvalidRequest"), (wrong.Status, wrong.Text("ename")));

        IEnumerable<string> Inputs(string access, JsonObject content)
        {
            content["hist_access_type"] = access;
            return Entries(client.Ask("history_request", content)).Select(e => e[2].GetString()!);
        }
    }

    [Fact]
    public void Connect_NamesThePorts()
    {
        var reply = client.Ask("connect_request").Reply;
        Assert.Equal(kernel.Connection.ShellPort, Number(reply, "shell_port"));
        Assert.Equal(kernel.Connection.HeartbeatPort, Number(reply, "hb_port"));
    }

    [Fact]
    public void Debug_IsRefused()
    {
        var reply = client.Ask("debug_request", new() { ["type"] = "request", ["seq"] = 3, ["command"] = "initialize" }, Channel.Control).Reply;
        Assert.Equal("debug_reply", reply.Type);
        Assert.False(reply.Content.GetProperty("success").GetBoolean());
        Assert.Equal(3, Number(reply, "request_seq"));
    }

    [Fact]
    public void UnknownType_IsLoggedBetweenBusyAndIdle()
    {
        var id = client.Send(Channel.Shell, "dance_request");
        Assert.Equal(["busy", "idle"], client.OutputsOf(id).Select(o => o.Text("execution_state")));
        Assert.Contains("dance_request", kernel.Log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("execute_request", "{}", "'code' must be a text, but is missing.")]
    [InlineData("execute_request", "{\"code\": 7}", "'code' must be a text, but is 7.")]
    [InlineData("execute_request", "{\"code\": \"\", \"silent\": \"no\"}", "'silent' must be true or false, but is \"no\".")]
    [InlineData("complete_request", "{\"code\": \"\", \"cursor_pos\": 1.5}", "'cursor_pos' must be a whole number, but is 1.5.")]
    public void WrongContent_IsAnErrorThatNamesTheField(string type, string content, string message)
    {
        var reply = client.Ask(type, JsonNode.Parse(content)!.AsObject()).Reply;
        Assert.Equal(("error", "InvalidRequest"), (reply.Status, reply.Text("ename")));
        Assert.Contains(message, reply.Text("evalue"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shutdown_RepliesAndEnds()
    {
        var done = client.Ask("shutdown_request", new() { ["restart"] = true }, Channel.Control);
        Assert.Equal(["busy", "idle"], done.Types);
        Assert.True(done.Reply.Content.GetProperty("restart").GetBoolean());
        Assert.True(await kernel.Server.Ended.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
    }

    private static int Count(Received message) => Number(message, "execution_count");

    private static int Number(Received message, string name) => message.Content.GetProperty(name).GetInt32();

    private static List<JsonElement> Entries(Exchange exchange) => [.. exchange.Reply.Content.GetProperty("history").EnumerateArray()];
}
