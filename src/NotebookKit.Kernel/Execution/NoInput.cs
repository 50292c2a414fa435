namespace NotebookKit.Kernel.Execution;

/// <summary>Console.In of a run that nobody sits at: asking it is an error, not an endless wait.</summary>
internal sealed class NoInput : TextReader
{
    private NoInput()
    {
    }

    public static NoInput Instance { get; } = new();

    public override int Read() => throw Refused();

    public override int Peek() => throw Refused();

    public override string? ReadLine() => throw Refused();

    private static InvalidOperationException Refused() =>
        new("A notebook run has no input: nobody is there to answer. Make it a parameter of the notebook.");
}
