using Microsoft.DotNet.Interactive.Formatting;
using Xunit;

namespace NotebookKit.Interactive.Tests;

public sealed class RichFormatterTests : IDisposable
{
    [Fact]
    public void Of_RegisteredType_IsTheWholeOutputMadeOnce()
    {
        var made = 0;
        new RichFormatter<Shape>(shape => Output(shape, ++made), shape => "brief").Register();

        var bundle = MimeBundles.Of(new Square("<x>"));

        Assert.Equal(1, made);
        Assert.Equal(["text/plain", "text/html", "image/svg+xml"], bundle.Data.Keys);
        Assert.Equal("text of <x>", bundle.Text);
    }

    [Fact]
    public void Of_InsideAnotherValue_IsBriefAndEncoded()
    {
        new RichFormatter<Shape>(shape => Output(shape, 0), shape => $"a {shape.Name}").Register();

        var bundle = MimeBundles.Of(new { Inner = new Shape("<x>") });

        Assert.Contains("a &lt;x&gt;", (string)bundle.Data[MimeTypes.Html], StringComparison.Ordinal);
        Assert.DoesNotContain("whole", (string)bundle.Data[MimeTypes.Html], StringComparison.Ordinal);
        Assert.Contains("a <x>", bundle.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_RegisteredAgainByACell_IsTheCells()
    {
        new RichFormatter<Shape>(shape => Output(shape, 0), shape => "brief").Register();
        Formatter.Register<Shape>(shape => "mine", "text/html");

        Assert.Equal("mine", MimeBundles.Of(new Shape("x")).Data[MimeTypes.Html]);
    }

    [Fact]
    public void Of_FormAskedFor_IsThatForm()
    {
        new RichFormatter<Shape>(shape => Output(shape, 0), shape => "brief").Register();

        var bundle = MimeBundles.Of(new Shape("x"), "text/html");

        Assert.Equal(["text/html", "text/plain"], bundle.Data.Keys);
        Assert.Equal(("<b>whole</b>", "text of x"), (bundle.Data[MimeTypes.Html], bundle.Text));
    }

    [Fact]
    public void Of_FormatterThatThrows_KeepsTheValueWithANote()
    {
        new RichFormatter<Shape>(_ => throw new InvalidOperationException("no pen"), _ => "brief").Register();

        Assert.Equal("shape x\n(its formatter failed: InvalidOperationException: no pen)",
            MimeBundles.Of(new Shape("x")).Text);
    }

    [Fact]
    public void Family_TypeWithoutFormatter_IsAskedAndMayDecline()
    {
        RichFormatter.AddFamily(value => value is Shape { Name: "round" } shape ? Output(shape, 0) : null);

        Assert.Equal("text of round", MimeBundles.Of(new Shape("round")).Text);
        Assert.NotEqual("text of other", MimeBundles.Of(new Shape("other")).Text);

        Formatter.Register<Shape>(shape => "mine", "text/html");
        Assert.Equal("mine", MimeBundles.Of(new Shape("round")).Data[MimeTypes.Html]);
    }

    public void Dispose() => Formatter.ResetToDefault();

    private static Raw Output(Shape shape, int made) => new(new(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        [MimeTypes.PlainText] = $"text of {shape.Name}",
        [MimeTypes.Html] = "<b>whole</b>",
        [MimeTypes.Svg] = $"<svg>{made}</svg>",
    }));

    private class Shape(string name)
    {
        public string Name => name;

        public override string ToString() => $"shape {name}";
    }

    private sealed class Square(string name) : Shape(name);

    private sealed record Raw(MimeBundle Bundle) : IRichOutput
    {
        public MimeBundle ToBundle() => Bundle;
    }
}
