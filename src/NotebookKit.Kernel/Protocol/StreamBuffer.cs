using System.Text;

namespace NotebookKit.Kernel.Protocol;

/// <summary>Joins small writes into few messages, in order: sent at 64 KiB, 50 ms after the first character, or when
/// another stream or message comes.</summary>
/// <param name="send">Sends stream name and text; called one at a time.</param>
internal sealed class StreamBuffer(Action<string, string> send)
{
    private const int Limit = 64 << 10;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private readonly StringBuilder text = new();
    private string name = "";
    private Timer? timer;

    /// <summary>Adds text.</summary>
    public void Write(string stream, string value)
    {
        lock (gate)
        {
            if (stream != name)
            {
                Send(last: true);
                name = stream;
            }

            if (text.Length == 0)
            {
                timer ??= new Timer(_ => Flush(last: false));
                timer.Change(Delay, Timeout.InfiniteTimeSpan);
            }

            text.Append(value);
            if (text.Length >= Limit)
            {
                Send(last: false);
            }
        }
    }

    /// <summary>Sends what has come.</summary>
    /// <param name="last">False keeps half a surrogate pair back, whose other half is to come.</param>
    public void Flush(bool last = true)
    {
        lock (gate)
        {
            Send(last);
        }
    }

    private void Send(bool last)
    {
        var length = text.Length;
        if (!last && length > 0 && char.IsHighSurrogate(text[length - 1]))
        {
            length--;
        }

        if (length > 0)
        {
            send(name, text.ToString(0, length));
            text.Remove(0, length);
        }
    }
}
