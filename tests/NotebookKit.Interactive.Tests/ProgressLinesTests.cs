using Xunit;

namespace NotebookKit.Interactive.Tests;

public sealed class ProgressLinesTests
{
    [Fact]
    public void Show_Log_OneLinePerTenth()
    {
        using var text = new StringWriter();
        var lines = new ProgressLines(text, redraw: false);
        for (var i = 0; i < 100; i++)
        {
            lines.Show(new ProgressState(i, 100, false, $"at {i}"), "a");
        }

        lines.Show(new ProgressState(100, 100, true, "end"), "a");
        Assert.Equal(
            ["at 10", "at 20", "at 30", "at 40", "at 50", "at 60", "at 70", "at 80", "at 90", "end"],
            text.ToString().Split(text.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Show_Terminal_RedrawsOneLineAndCoversLongerText()
    {
        using var text = new StringWriter();
        var lines = new ProgressLines(text, redraw: true);
        lines.Show(new ProgressState(1, 2, false, "longer"), "a");
        lines.Show(new ProgressState(2, 2, true, "end"), "a");
        Assert.Equal("\rlonger\rend   " + text.NewLine, text.ToString());
    }

    [Fact]
    public void ConsoleHost_FigureAfterProgress_PrintsTextForm()
    {
        using var text = new StringWriter();
        var host = new ConsoleHost(text, redraw: false);
        host.Display(MimeBundle.OfText("a table"), "b");
        Assert.Equal("a table" + text.NewLine, text.ToString());
    }
}
