using Spectre.Console;

namespace NotebookKit.Cli;

/// <summary>Where a verb writes: results to the output, everything about a failure to the error stream.</summary>
/// <param name="output">Standard output, or a test's.</param>
/// <param name="error">Standard error, or a test's.</param>
/// <param name="live">True when a person watches a terminal: lines may be redrawn.</param>
internal sealed class Terminal(TextWriter output, TextWriter error, bool live)
{
    private const int PipedWidth = 160;
    private bool pending;

    /// <summary>True when lines may be redrawn in place.</summary>
    public bool Live => live;

    /// <summary>The plain output.</summary>
    public TextWriter Output => output;

    /// <summary>Tables and colours; without colour, and 160 wide, when piped.</summary>
    public IAnsiConsole Rich { get; } = Create(output, live);

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess() => new(Console.Out, Console.Error,
        !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb");

    /// <summary>Writes one line.</summary>
    /// <param name="text">Plain text.</param>
    public void Line(string text = "")
    {
        Settle();
        output.WriteLine(text);
    }

    /// <summary>Writes a failure's line to the error stream.</summary>
    /// <param name="text">Plain text; the program's name is put before it.</param>
    public void Error(string text)
    {
        Settle();
        output.Flush();
        error.WriteLine($"nk: {text}");
    }

    /// <summary>Shows a line that the next one replaces; nothing where nobody watches.</summary>
    /// <param name="text">Plain text; cut to the width of the terminal.</param>
    public void Redraw(string text)
    {
        if (!live)
        {
            return;
        }

        var width = Math.Max(20, Rich.Profile.Width - 1);
        output.Write($"\r{(text.Length > width ? text[..width] : text)}\x1b[K");
        output.Flush();
        pending = true;
    }

    private void Settle()
    {
        if (pending)
        {
            output.Write("\r\x1b[K");
            pending = false;
        }
    }

    private static IAnsiConsole Create(TextWriter output, bool live)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = live ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = live ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        if (!live)
        {
            console.Profile.Width = PipedWidth;
        }

        return console;
    }
}
