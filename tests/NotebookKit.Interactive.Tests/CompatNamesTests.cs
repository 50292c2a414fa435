using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;
using Xunit;

namespace NotebookKit.Interactive.Tests;

/// <summary>The names of .NET Interactive that old notebooks use.</summary>
public sealed class CompatNamesTests : IDisposable
{
    private readonly RecordingHost host = new();

    private MimeBundle Shown => host.Displays[^1].Bundle;

    [Fact]
    public void Display_MimeTypes_GivesEachAndText()
    {
        "a<b".Display("text/html", "application/json");
        Assert.Equal(["text/html", "application/json", "text/plain"], Shown.Data.Keys);
        Assert.Contains("a&lt;b", (string)Shown.Data[MimeTypes.Html], StringComparison.Ordinal);
        Assert.Equal("a<b", Shown.Text);
    }

    [Fact]
    public void Display_JsonWanted_IsJsonAndNotText()
    {
        new { Name = "a", Size = 2 }.Display("application/json");
        var json = Assert.IsType<System.Text.Json.Nodes.JsonObject>(Shown.Data[MimeTypes.Json]);
        Assert.Equal(2, (int)json["Size"]!);
    }

    [Fact]
    public void Update_FormsAskedFor_ComeAgain()
    {
        var shown = 1.Display("text/html");
        shown.Update("<2>");
        var (id, bundle) = Assert.Single(host.Updates);
        Assert.Equal((host.Displays[0].Id, shown.DisplayId, "<2>"), (id, shown.DisplayId, shown.Value));
        Assert.Contains("&lt;2&gt;", (string)bundle.Data[MimeTypes.Html], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/markdown", "# *a*", "# *a*")]
    [InlineData("text/html", "<b>a</b> &amp; b", "a & b")]
    [InlineData("text/latex", "$x^2$", "$x^2$")]
    [InlineData("image/png", "iVBORw0K", "(image/png)")]
    [InlineData("text/plain", "a", "a")]
    public void DisplayAs_Content_GoesAsItIs(string mimeType, string content, string text)
    {
        var shown = content.DisplayAs(mimeType);
        Assert.Equal((content, text), (Shown.Data[mimeType], Shown.Text));

        shown.Update(content + "!");
        Assert.Equal(content + "!", host.Updates[^1].Bundle.Data[mimeType]);
    }

    [Fact]
    public void DisplayAs_NoMimeType_IsRefused() =>
        Assert.Contains("MIME type", Assert.Throws<ArgumentException>(() => "x".DisplayAs(" ")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Latex_AndMath_HaveLatexAndText()
    {
        LaTeXString latex = "$\\alpha$";
        MathString math = "x^2";
        Assert.Equal("$\\alpha$", MimeBundles.Of(latex).Data[MimeTypes.Latex]);
        Assert.Equal(("$$x^2$$", "$$x^2$$"), (MimeBundles.Of(math).Data[MimeTypes.Latex], math.ToString()));
        Assert.Equal("$$y$$", new MathString("$$y$$").ToString());
    }

    [Fact]
    public void Kernel_Words_ShowMarkupScriptAndStyle()
    {
        Assert.Equal("<i>x</i>", MimeBundles.Of(Kernel.HTML("<i>x</i>")).Data[MimeTypes.Html]);
        Kernel.Javascript("alert(1 < 2)");
        Assert.Equal("<script type=\"text/javascript\">alert(1 < 2)</script>", Shown.Data[MimeTypes.Html]);
        Kernel.CSS("p{color:red}");
        Assert.Equal("<style>p{color:red}</style>", Shown.Data[MimeTypes.Html]);
        Kernel.display(5, "text/html");
        Assert.Equal("5", Shown.Text);
        Assert.Same(Kernel.Root, Kernel.Current);
    }

    [Fact]
    public void Context_DisplayAndToken_AreTheHosts()
    {
        var context = KernelInvocationContext.Current;
        context.Display(7);
        Assert.Equal("7", Shown.Text);
        context.DisplayAs("<p>8</p>", "text/html");
        Assert.Equal("8", Shown.Text);
        Assert.Equal(host.Cancellation, context.CancellationToken);
    }

    [Fact]
    public async Task Input_AndPassword_AskTheHost()
    {
        host.Answer = "secret";
        Assert.Equal("secret", TopLevelMethods.input("name? "));
        Assert.Equal("secret", await Kernel.GetInputAsync("name? "));
        var password = await Kernel.GetPasswordAsync("key? ");
        Assert.Equal("secret", password.GetClearTextPassword());
        Assert.DoesNotContain("secret", MimeBundles.Of(password).Text + password, StringComparison.Ordinal);
        Assert.Equal([("name? ", false), ("name? ", false), ("key? ", true)], host.Questions);
    }

    [Fact]
    public void FormattedValue_OfObject_HasTheFormsAskedFor()
    {
        var forms = FormattedValue.CreateManyFromObject(5, "text/plain", "text/html");
        Assert.Equal(["text/plain", "text/html"], forms.Select(f => f.MimeType));
        Assert.Equal("5", forms[0].Value);
        Assert.Equal("text/html", FormattedValue.CreateSingleFromObject(new { A = 1 }).MimeType);
    }

    [Fact]
    public void PocketView_Displayed_HasMarkupAndItsText()
    {
        MimeBundle bundle = MimeBundles.Of((object)PocketViewTags.div(PocketViewTags.b("a<b"), " c"));
        Assert.Equal("<div><b>a&lt;b</b> c</div>", bundle.Data[MimeTypes.Html]);
        Assert.Equal("a<b c", bundle.Text);
    }

    [Fact]
    public void Formatter_RegisteredByACell_IsUsed()
    {
        try
        {
            Formatter.Register<Money>(m => $"<b>{m.Amount} EUR</b>", "text/html");
            Formatter.Register<Money>(m => $"{m.Amount} EUR");
            var bundle = MimeBundles.Of(new Money(3));
            Assert.Equal(("<b>3 EUR</b>", "3 EUR"), (bundle.Data[MimeTypes.Html], bundle.Text));
        }
        finally
        {
            Formatter.ResetToDefault();
        }
    }

    public void Dispose() => host.Dispose();

    private sealed record Money(int Amount);
}
