using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace NotebookKit.Kernel.Execution;

/// <summary>Catches what native code and child processes write to file descriptors 1 and 2, which the console's writers
/// never see. Linux and macOS.</summary>
public sealed unsafe partial class NativeStreams : IDisposable
{
    private const string C = "libc";
    private const int CloseOnExec = 0x80000;

    private readonly Captured[] streams;
    private readonly Func<string, string, bool> write;

    /// <summary>Takes both descriptors over.</summary>
    /// <param name="write">Receives stdout or stderr, and text; false when nobody takes it.</param>
    /// <exception cref="IOException">The system has no descriptor left.</exception>
    public NativeStreams(Func<string, string, bool> write)
    {
        this.write = write;
        streams = [new Captured(this, 1, "stdout"), new Captured(this, 2, "stderr")];
    }

    /// <summary>The process's own stderr, which is still open: for the log.</summary>
    public TextWriter Log => streams[1].Original;

    /// <summary>Hands on what was written until now.</summary>
    public void Drain()
    {
        _ = Flush(0);       // C keeps what it prints to a pipe until its buffer is full
        foreach (var stream in streams)
        {
            stream.Drain();
        }
    }

    /// <summary>Gives the descriptors back.</summary>
    public void Dispose()
    {
        foreach (var stream in streams)
        {
            stream.Dispose();
        }
    }

    [LibraryImport(C, EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe(int* ends, int flags);

    [LibraryImport(C, EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport(C, EntryPoint = "dup2", SetLastError = true)]
    private static partial int Redirect(int from, int to);

    [LibraryImport(C, EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport(C, EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, byte* buffer, nuint size);

    [LibraryImport(C, EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollItem* items, ulong count, int timeoutMs);

    [LibraryImport(C, EntryPoint = "fflush")]
    private static partial int Flush(nint all);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollItem
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }

    /// <summary>One descriptor: a pipe in its place, and a thread that reads the pipe.</summary>
    private sealed class Captured : IDisposable
    {
        private const int CopyFrom10CloseOnExec = 1030, NonBlocking = 0x800, SetFlags = 4;
        private const int BufferBytes = 64 << 10;

        private readonly Lock gate = new();
        private readonly NativeStreams owner;
        private readonly int descriptor;
        private readonly string name;
        private readonly int copy, readEnd;
        private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
        private readonly byte[] bytes = new byte[BufferBytes];
        private readonly char[] characters = new char[BufferBytes + 4];
        private volatile bool ended;

        public Captured(NativeStreams owner, int descriptor, string name)
        {
            (this.owner, this.descriptor, this.name) = (owner, descriptor, name);
            copy = Checked(Control(descriptor, CopyFrom10CloseOnExec, 10));
            Original = new StreamWriter(
                new FileStream(new SafeFileHandle(copy, ownsHandle: false), FileAccess.Write, 1),
                    new UTF8Encoding(false))
            { AutoFlush = true };
            var ends = stackalloc int[2];
            Checked(Pipe(ends, CloseOnExec));
            readEnd = ends[0];
            Checked(Control(readEnd, SetFlags, NonBlocking));
            Checked(Redirect(ends[1], descriptor));
            _ = Close(ends[1]);
            new Thread(Loop) { IsBackground = true, Name = name }.Start();
        }

        public StreamWriter Original { get; }

        public void Drain()
        {
            lock (gate)
            {
                fixed (byte* buffer = bytes)
                {
                    nint count;
                    while (!ended && (count = Read(readEnd, buffer, BufferBytes)) > 0)
                    {
                        var text = new string(characters, 0,
                            decoder.GetChars(bytes, 0, (int)count, characters, 0, flush: false));
                        if (text.Length > 0 && !owner.write(name, text))
                        {
                            Original.Write(text);
                        }
                    }
                }
            }
        }

        public void Dispose()
        {
            Drain();
            _ = Redirect(copy, descriptor);
            lock (gate)
            {
                ended = true;
            }
        }

        private static int Checked(int result) => result >= 0
            ? result
            : throw new IOException($"The standard streams cannot be captured: error {Marshal.GetLastPInvokeError()}.");

        private void Loop()
        {
            const short CanRead = 1;
            var item = new PollItem { Descriptor = readEnd, Events = CanRead };
            while (!ended)
            {
                _ = Poll(&item, 1, 1000);
                Drain();
            }

            _ = Close(readEnd);
        }
    }
}
