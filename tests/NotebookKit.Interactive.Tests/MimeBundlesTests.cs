using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace NotebookKit.Interactive.Tests;

public sealed class MimeBundlesTests
{
    [Fact]
    public void Of_AnyString_IsItsOwnPlainText() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), s => MimeBundles.Of(s.Get).Text == s.Get && MimeBundles.Of(s.Get).Data.Count == 1)
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(5, "5")]
    [InlineData(0.5, "0.5")]
    [InlineData(true, "True")]
    [InlineData(null, "<null>")]
    public void Of_Scalar_HasTextAlone(object? value, string text)
    {
        var bundle = MimeBundles.Of(value);
        Assert.Equal(text, bundle.Text);
        Assert.Single(bundle.Data);
    }

    [Fact]
    public void Of_Records_HasTableWithoutStyleSheetAndText()
    {
        var bundle = MimeBundles.Of(new[] { new { Name = "a<b", Value = 1 } });
        var html = (string)bundle.Data[MimeTypes.Html];
        Assert.Contains("<table>", html, StringComparison.Ordinal);
        Assert.Contains("a&lt;b", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<style>", html, StringComparison.Ordinal);
        Assert.Contains("a<b", bundle.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_RichOutput_IsItsOwnBundle() => Assert.Equal("rich", MimeBundles.Of(new Rich(null)).Text);

    [Fact]
    public void Of_RichOutputThatThrows_FallsBackToTextWithNote()
    {
        var text = MimeBundles.Of(new Rich(new InvalidOperationException("no data"))).Text;
        Assert.Contains("its formatter failed: InvalidOperationException: no data", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Interrupt_IsNotSwallowed() =>
        Assert.Throws<CellInterruptedException>(() => MimeBundles.Of(new Rich(new CellInterruptedException())));

    [Fact]
    public void Of_EndlessSequence_ReadsOnlyItsHead()
    {
        var read = 0;
        IEnumerable<int> Endless()
        {
            while (true)
            {
                yield return read++;
            }
        }

        Assert.Contains("more", MimeBundles.Of(Endless()).Text, StringComparison.Ordinal);
        Assert.InRange(read, 20, 100);
    }

    [Fact]
    public void Of_Task_SaysStateWithoutWaiting() => Assert.Contains(
        "write 'await'", MimeBundles.Of(new TaskCompletionSource<int>().Task).Text, StringComparison.Ordinal);

    [Fact]
    public void Bundle_WithoutPlainText_IsRefused() => Assert.Throws<ArgumentException>(
        () => new MimeBundle(new Dictionary<string, object>(StringComparer.Ordinal) { [MimeTypes.Html] = "<b>x</b>" }));

    [Fact]
    public void Bundle_ValueOfWrongType_IsRefused() => Assert.Throws<ArgumentException>(
        () => new MimeBundle(new Dictionary<string, object>(StringComparer.Ordinal) { [MimeTypes.PlainText] = "x", ["image/png"] = 7 }));

    [Fact]
    public void Html_ToText_DropsScriptsAndDecodes() => Assert.Equal(
        "a < b\nnext", Html.ToText("<style>p{}</style><p>a &lt; <b>b</b></p><script>alert('x')</script><p>next</p>"));

    [Fact]
    public void Html_ToText_TableCells_AreTabSeparated() => Assert.Equal(
        "a\tb\n1\t2", Html.ToText("<table><tr><th>a</th> <th>b</th></tr>\n<tr><td>1</td><td>2</td></tr></table>"));

    [Fact]
    public void Display_Update_UsesTheSameId()
    {
        using var host = new RecordingHost();
        var shown = 1.Display();
        shown.Update("two");
        Assert.Equal(shown.DisplayId, host.Displays.Single().Id);
        Assert.Equal((shown.DisplayId, "two"), (host.Updates.Single().Id, host.Updates.Single().Bundle.Text));
    }

    private sealed class Rich(Exception? fault) : IRichOutput
    {
        public MimeBundle ToBundle() => fault is null ? MimeBundle.OfText("rich") : throw fault;
    }
}
