using System.Reflection;
using System.Runtime.InteropServices;

namespace NotebookKit.Kernel.Transport;

/// <summary>The functions of libzmq that the kernel uses (zmq.h, ABI 5). The library is loaded on first use.</summary>
internal static unsafe partial class ZeroMq
{
    public const int DontWait = 1, SendMore = 2;
    public const short PollIn = 1;
    public const int Again = 11, Interrupted = 4, Terminated = 156384765;       // errno; the last is ETERM
    public const int MessageWords = 8;                                          // zmq_msg_t: 64 bytes, aligned to 8

    private const string Library = "zmq";
    private const string FileName = "libzmq.so.5";

    static ZeroMq() => NativeLibrary.SetDllImportResolver(typeof(ZeroMq).Assembly, Resolve);

    /// <summary>Whether this machine has the library.</summary>
    public static bool IsInstalled => NativeLibrary.TryLoad(FileName, out _);

    [LibraryImport(Library, EntryPoint = "zmq_ctx_new")]
    public static partial nint NewContext();

    [LibraryImport(Library, EntryPoint = "zmq_ctx_shutdown")]
    public static partial int ShutdownContext(nint context);

    [LibraryImport(Library, EntryPoint = "zmq_ctx_term", SetLastError = true)]
    public static partial int EndContext(nint context);

    [LibraryImport(Library, EntryPoint = "zmq_socket", SetLastError = true)]
    public static partial nint NewSocket(nint context, int kind);

    [LibraryImport(Library, EntryPoint = "zmq_close")]
    public static partial int Close(nint socket);

    [LibraryImport(Library, EntryPoint = "zmq_bind", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Bind(nint socket, string endpoint);

    [LibraryImport(Library, EntryPoint = "zmq_connect", SetLastError = true,
        StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Connect(nint socket, string endpoint);

    [LibraryImport(Library, EntryPoint = "zmq_setsockopt", SetLastError = true)]
    public static partial int SetOption(nint socket, int option, void* value, nuint size);

    [LibraryImport(Library, EntryPoint = "zmq_getsockopt", SetLastError = true)]
    public static partial int GetOption(nint socket, int option, void* value, nuint* size);

    [LibraryImport(Library, EntryPoint = "zmq_send", SetLastError = true)]
    public static partial int Send(nint socket, byte* data, nuint size, int flags);

    [LibraryImport(Library, EntryPoint = "zmq_msg_init")]
    public static partial int InitMessage(long* message);

    [LibraryImport(Library, EntryPoint = "zmq_msg_recv", SetLastError = true)]
    public static partial int Receive(long* message, nint socket, int flags);

    [LibraryImport(Library, EntryPoint = "zmq_msg_data")]
    public static partial byte* Data(long* message);

    [LibraryImport(Library, EntryPoint = "zmq_msg_size")]
    public static partial nuint Size(long* message);

    [LibraryImport(Library, EntryPoint = "zmq_msg_more")]
    public static partial int More(long* message);

    [LibraryImport(Library, EntryPoint = "zmq_msg_close")]
    public static partial int CloseMessage(long* message);

    [LibraryImport(Library, EntryPoint = "zmq_poll", SetLastError = true)]
    public static partial int Poll(PollItem* items, int count, nint timeoutMs);

    [LibraryImport(Library, EntryPoint = "zmq_strerror")]
    private static partial nint ErrorText(int error);

    /// <summary>The error number of the call that just failed, as the runtime kept it for this thread.</summary>
    public static int Errno() => Marshal.GetLastPInvokeError();

    /// <summary>The exception for the call that just failed.</summary>
    /// <param name="what">What was to be done.</param>
    public static IOException Failure(string what)
    {
        var error = Errno();
        return new IOException($"{what} failed: {Marshal.PtrToStringUTF8(ErrorText(error))} (ZeroMQ error {error}).");
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
        {
            return 0;
        }

        return NativeLibrary.TryLoad(FileName, out var handle)
            ? handle
            : throw new UsageException(
                $"The kernel needs ZeroMQ ({FileName}), but this machine has none. Install the package libzmq5 "
                + "('environment/setup.sh --jupyter' does it).");
    }

    /// <summary>zmq_pollitem_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollItem
    {
        public nint Socket;
        public int FileDescriptor;
        public short Events;
        public short Happened;
    }
}

/// <summary>Kinds of socket, by their number in zmq.h.</summary>
internal enum SocketKind
{
    Pair = 0,
    Pub = 1,
    Sub = 2,
    Rep = 4,
    Dealer = 5,
    Router = 6,
}
