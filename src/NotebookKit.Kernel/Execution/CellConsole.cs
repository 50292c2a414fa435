using System.Text;

namespace NotebookKit.Kernel.Execution;

/// <summary>Console.Out or Console.Error of the cells: hands every write to the running cell's stream.</summary>
/// <param name="name">stdout or stderr.</param>
/// <param name="write">Receives stream name and text; false when the text belongs to no cell.</param>
/// <param name="original">The console's own writer, for text that belongs to no cell.</param>
internal sealed class CellConsole(string name, Func<string, string, bool> write, TextWriter original) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value)
    {
        if (!string.IsNullOrEmpty(value) && !write(name, value))
        {
            original.Write(value);
        }
    }

    public override void WriteLine() => Write("\n");

    public override void WriteLine(string? value) => Write(value + "\n");

    public override void WriteLine(ReadOnlySpan<char> buffer) => Write(string.Concat(buffer, "\n"));

    public override void Flush() => original.Flush();
}
