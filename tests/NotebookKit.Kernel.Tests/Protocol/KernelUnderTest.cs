using System.Net;
using System.Net.Sockets;
using NotebookKit.Kernel.Hosting;
using NotebookKit.Kernel.Protocol;
using NotebookKit.Kernel.Transport;
using Xunit;

namespace NotebookKit.Kernel.Tests.Protocol;

/// <summary>A kernel in this process, over real sockets.</summary>
internal sealed class KernelUnderTest : IDisposable
{
    private readonly KernelSockets sockets;

    private KernelUnderTest(KernelLanguage language, string? historyFile, CrashNote? note = null)
    {
        Assert.SkipUnless(ZeroMq.IsInstalled, "No ZeroMQ on this machine; install the package libzmq5 to test the kernel's sockets.");
        var ports = FreePorts(5);
        Connection = new ConnectionFile
        {
            ShellPort = ports[0], IopubPort = ports[1], StdinPort = ports[2], ControlPort = ports[3], HeartbeatPort = ports[4],
            Key = Guid.NewGuid().ToString(),
        };
        sockets = new KernelSockets(Connection, TextWriter.Synchronized(Log));
        Server = new KernelServer(
            new KernelSetup
            {
                Info = KernelInfo.CSharp, Load = () => language, Connection = Connection, HistoryFile = historyFile,
                Patience = TimeSpan.FromMilliseconds(500), Note = note,
            },
            sockets, Log);
        sockets.Start(Server.Receive);
        Server.Start();
    }

    public ConnectionFile Connection { get; }

    public KernelServer Server { get; }

    /// <summary>The language, when it is the echo.</summary>
    public EchoLanguage Echo { get; private init; } = null!;

    /// <summary>What the kernel told whoever started it.</summary>
    public StringWriter Log { get; } = new();

    public static KernelUnderTest WithEcho(string? historyFile = null, CrashNote? note = null)
    {
        var echo = new EchoLanguage();
        return new KernelUnderTest(new KernelLanguage(echo, echo), historyFile, note) { Echo = echo };
    }

    public static KernelUnderTest With(KernelLanguage language) => new(language, null);

    public KernelClient Client() => new(Connection);

    public void Dispose()
    {
        Echo?.Gate.Set();
        Server.Dispose();
        sockets.Dispose();
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        listeners.ForEach(l => l.Stop());
        return ports;
    }
}
