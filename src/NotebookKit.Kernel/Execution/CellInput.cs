namespace NotebookKit.Kernel.Execution;

/// <summary>Console.In of the cells: asks the front end, a line at a time.</summary>
/// <param name="ask">Gives the next line, without its break.</param>
internal sealed class CellInput(Func<string> ask) : TextReader
{
    private string line = "";
    private int at;

    public override int Peek() => Rest()[0];

    public override int Read()
    {
        var next = Rest()[0];
        at++;
        return next;
    }

    public override string? ReadLine()
    {
        var rest = at < line.Length ? line[at..^1] : ask();
        at = line.Length;
        return rest;
    }

    public override string ReadToEnd() =>
        throw new NotSupportedException("The input of a cell has no end. Read it with Console.ReadLine().");

    private string Rest()
    {
        if (at >= line.Length)
        {
            (line, at) = (ask() + "\n", 0);
        }

        return line[at..];
    }
}
