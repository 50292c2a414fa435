using NotebookKit.Kernel.Tests.Protocol;
using NotebookKit.Kernel.Transport;
using Xunit;

namespace NotebookKit.Kernel.Tests.Transport;

public sealed class KernelSocketsTests
{
    [Fact]
    public void Heartbeat_EchoesWholeMessages_WhileACellRuns()
    {
        using var kernel = KernelUnderTest.WithEcho();
        using var client = kernel.Client();
        client.SendExecute("wait");
        using var context = new ZmqContext();
        using var heart = context.Open(SocketKind.Dealer);       // as REQ, with its empty first frame
        heart.Connect(kernel.Connection.Endpoint(kernel.Connection.HeartbeatPort));
        heart.Send([[], "beat"u8.ToArray(), [7]]);
        Assert.Equal(["", "beat", "\u0007"], heart.Receive(wait: true)!.Select(System.Text.Encoding.UTF8.GetString));
    }

    [Fact]
    public void Ports_ThatAreTaken_AreNamed()
    {
        using var kernel = KernelUnderTest.WithEcho();
        var error = Assert.Throws<IOException>(() => new KernelSockets(kernel.Connection, TextWriter.Null));
        Assert.Contains($"Binding to tcp://127.0.0.1:{kernel.Connection.ShellPort} failed: Address already in use", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Signature_OfAKnownMessage_IsTheOneOfPython()
    {
        // hmac.new(b"key", b"abcd", hashlib.sha256).hexdigest()
        Assert.Equal(
            "2a31ec0ee8d878c9eece9fb0df79b3b90b2256240163aa5ee50d176d3d1121f8",
            System.Text.Encoding.ASCII.GetString(
                new Signature("key").Of(["a"u8.ToArray(), "b"u8.ToArray(), "c"u8.ToArray(), "d"u8.ToArray()])));
        Assert.Empty(new Signature("").Of(["a"u8.ToArray()]));
    }
}
