using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using NotebookKit.Kernel.Protocol;
using NotebookKit.Kernel.Transport;
using Xunit;

namespace NotebookKit.Kernel.Tests.Protocol;

/// <summary>Messages that must not be served: wrong signatures, repetitions, garbage.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly KernelUnderTest kernel = KernelUnderTest.WithEcho();
    private readonly KernelClient client;

    public TrustTests() => client = kernel.Client();

    public void Dispose()
    {
        client.Dispose();
        kernel.Dispose();
    }

    [Theory]
    [InlineData("another key")]
    [InlineData("")]
    public void WrongSignature_IsNeverExecuted(string key)
    {
        client.SendFrames(Channel.Shell, Frames(new Signature(key), "execute_request", "{\"code\": \"boom\"}"));
        Assert.Equal("ok", client.Execute("fine").Reply.Status);
        Assert.Equal(1, kernel.Echo.Ran);
        Assert.Contains("Shell was dropped: its signature is wrong", kernel.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ChangedContent_UnderAGoodSignature_IsNeverExecuted()
    {
        var frames = Frames(new Signature(kernel.Connection.Key), "execute_request", "{\"code\": \"fine\"}");
        frames[^1] = "{\"code\": \"boom\"}"u8.ToArray();
        client.SendFrames(Channel.Shell, frames);
        client.Ask("kernel_info_request");
        Assert.Equal(0, kernel.Echo.Ran);
    }

    [Fact]
    public void Replay_IsServedOnce()
    {
        var frames = Frames(new Signature(kernel.Connection.Key), "execute_request", "{\"code\": \"once\"}");
        client.SendFrames(Channel.Shell, frames);
        client.SendFrames(Channel.Shell, frames);
        client.Execute("fine");
        Assert.Equal(2, kernel.Echo.Ran);
        Assert.Contains("received before", kernel.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Garbage_TenThousandMessages_EndsNothing()
    {
        var signature = new Signature(kernel.Connection.Key);
        var good = Frames(signature, "execute_request", "{\"code\": \"x\"}");
        var bytes = Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b)).Select(b => b.Length == 0 ? [0] : b);
        var json = Gen.Elements(
            "{}", "[]", "null", "{", "{\"msg_id\": 1}", "{\"msg_type\": \"execute_request\"}", "{\"code\": \"\\ud800\"}",
            "{\"msg_id\": \"\\udfff\", \"msg_type\": \"execute_request\"}", "{\"msg_id\": \"a\", \"msg_type\": \"\"}",
            "{\"msg_id\": \"a\", \"msg_type\": \"execute_request\", \"session\": {}, \"date\": \"never\"}", new string('[', 200),
            "{\"code\": null}", "{\"code\": \"x\", \"user_expressions\": {\"a\": 1}}", "\u0000", "{\"comm_id\": [], \"data\": 1}")
            .Select(Encoding.UTF8.GetBytes);
        var broken = Gen.Frequency(
            (1, Gen.ArrayOf(bytes).Select(f => f.Length == 0 ? [[1]] : f)),
            (2, Gen.ArrayOf(Gen.OneOf(bytes, json)).Select(f => (byte[][])["<IDS|MSG>"u8.ToArray(), signature.Of(f), .. f])),
            (4, Gen.ArrayOf(json, 4).Select(f => (byte[][])["<IDS|MSG>"u8.ToArray(), signature.Of(f), .. f])),
            (3, Gen.Choose(0, good.Count - 1).SelectMany(at => bytes.Select(b => (byte[][])[.. good.Take(at), b, .. good.Skip(at + 1)]))));
        var channels = Gen.Elements(Channel.Shell, Channel.Control, Channel.Stdin);
        foreach (var (channel, frames) in channels.Zip(broken).Sample(10_000, 20))
        {
            client.SendFrames(channel, [.. frames]);
        }

        Assert.Equal("ok", client.Execute("still here").Reply.Status);
        Assert.Equal("ok", client.Ask("kernel_info_request", channel: Channel.Control).Reply.Status);
        Assert.False(kernel.Server.Ended.IsCompleted);
    }

    private static List<byte[]> Frames(Signature signature, string type, string content)
    {
        var header = new JsonObject { ["msg_id"] = Guid.NewGuid().ToString(), ["msg_type"] = type, ["session"] = "s" };
        byte[][] signed = [Encoding.UTF8.GetBytes(header.ToJsonString()), "{}"u8.ToArray(), "{}"u8.ToArray(), Encoding.UTF8.GetBytes(content)];
        return ["<IDS|MSG>"u8.ToArray(), signature.Of(signed), .. signed];
    }
}
