using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Export;
using NotebookKit.Kernel.Notebook;
using NotebookKit.Show;
using Xunit;

namespace NotebookKit.Notebooks.Tests;

/// <summary>The figures in the page that a run saves, as a browser shows it: light, dark, on a phone, without scripts.</summary>
public sealed class ScreenshotTests(ScreenshotBrowser browser) : IClassFixture<ScreenshotBrowser>
{
    private const int Figures = 4;
    private const string Texts = "figure figcaption, figure label, figure summary, figure th, text.nk-ink, text.nk-dim";
    private const string Layer = "img[data-map]";

    // Alpha of the overlay's layer at a place of the 16 x 16 map.
    private const string AlphaAt =
        "([layer, x, y]) => { const canvas = document.createElement('canvas'); canvas.width = canvas.height = 16;" +
        "const pen = canvas.getContext('2d'); pen.drawImage(layer, 0, 0); return pen.getImageData(x, y, 1, 1).data[3]; }";

    private const string Contrast = """
        element => {
          const linear = c => c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
          const luminance = text => { const [r, g, b] = text.match(/[\d.]+/g).map(Number).map(c => linear(c / 255));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const style = getComputedStyle(element);
          const ink = luminance(element instanceof SVGElement ? style.fill : style.color);
          const paper = luminance(getComputedStyle(element.closest('figure')).backgroundColor);
          return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
        }
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Page_Opened_ShowsEveryFigureLegiblyAndAsksForNothing(bool dark)
    {
        await using var open = await browser.Open(SavedPage(), dark);

        var figures = open.Page.Locator("figure.nk-fig");
        Assert.Equal(Figures, await figures.CountAsync());
        foreach (var picture in await open.Page.Locator("figure svg, figure img, figure table").AllAsync())
        {
            var box = await picture.BoundingBoxAsync();
            Assert.True(box is { Width: > 50, Height: > 20 },
                await picture.EvaluateAsync<string>("e => e.outerHTML.slice(0, 80)"));
        }

        foreach (var text in await open.Page.Locator(Texts).AllAsync())
        {
            Assert.True(await text.EvaluateAsync<double>(Contrast) >= 4.5, await text.TextContentAsync());
        }

        var paper = await figures.First.EvaluateAsync<string>("e => getComputedStyle(e).backgroundColor");
        Assert.Equal(dark ? "rgb(22, 25, 29)" : "rgb(255, 255, 255)", paper);
        Assert.True((await open.Page.ScreenshotAsync(new() { FullPage = true })).Length > 20_000);
        Assert.Empty(open.Complaints);
    }

    [Theory]
    [InlineData("false", "rgb(22, 25, 29)")]
    [InlineData("true", "rgb(255, 255, 255)")]
    public async Task Page_OfANotebookTheme_FollowsItAndNotTheSystem(string light, string paper)
    {
        await using var open = await browser.Open(SavedPage(), dark: light == "true");

        await open.Page.EvaluateAsync("light => document.body.setAttribute('data-jp-theme-light', light)", light);

        var figure = open.Page.Locator("figure.nk-fig").First;
        Assert.Equal(paper, await figure.EvaluateAsync<string>("e => getComputedStyle(e).backgroundColor"));
    }

    [Fact]
    public async Task OpacitySlider_ArrowKey_ChangesTheOverlay()
    {
        await using var open = await browser.Open(SavedPage());
        var (layer, slider) = (open.Page.Locator(Layer).First, open.Page.GetByLabel("Opacity of the map").First);
        Assert.Equal("0.5", await layer.EvaluateAsync<string>("e => getComputedStyle(e).opacity"));
        var before = await layer.ScreenshotAsync();

        await slider.FocusAsync();
        await open.Page.Keyboard.PressAsync("ArrowRight");
        await open.Page.Keyboard.PressAsync("ArrowRight");

        Assert.Equal("0.6", await layer.EvaluateAsync<string>("e => getComputedStyle(e).opacity"));
        Assert.Equal("0.60", await open.Page.Locator("output").First.InnerTextAsync());
        Assert.NotEqual(before, await layer.ScreenshotAsync());
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task OpacitySlider_OfOneFigure_LeavesTheOtherAlone()
    {
        await using var open = await browser.Open(SavedPage());

        await open.Page.GetByLabel("Opacity of the map").First.FillAsync("1");

        Assert.Equal("0.5", await open.Page.Locator(Layer).Last.EvaluateAsync<string>("e => getComputedStyle(e).opacity"));
    }

    [Fact]
    public async Task ThresholdSlider_Half_HidesTheMapBelowAndComesBack()
    {
        await using var open = await browser.Open(SavedPage());
        var layer = open.Page.Locator(Layer).First;

        await Threshold(open, "0.5");
        Assert.Equal(255, await Alpha(open, layer, x: 5, y: 3));          // the peak, 1
        Assert.Equal(0, await Alpha(open, layer, x: 15, y: 15));          // far from it

        await Threshold(open, "0");
        Assert.Equal(255, await Alpha(open, layer, x: 15, y: 15));
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Page_WithoutScripts_ShowsTheOverlayAtOneHalf()
    {
        await using var open = await browser.Open(SavedPage(), scripts: false);
        var pixels = await open.Page.Locator(Layer).First.ScreenshotAsync();

        Assert.Equal(Figures, await open.Page.Locator("figure.nk-fig").CountAsync());
        // Over the weak place of the map stands half the picture (200, 100, 50) and half cividis at 0 (0, 34, 78).
        var picture = PngDecoder.Decode(pixels, "screenshot");
        var rgb = picture.Samples.AsSpan(picture.Channels * ((90 * picture.Width) + 90), 3);
        Assert.InRange(rgb[0], 99, 101);
        Assert.InRange(rgb[1], 66, 68);
        Assert.InRange(rgb[2], 63, 65);
    }

    [Fact]
    public async Task Page_OnAPhone_NeedsNoSidewaysScrolling()
    {
        await using var open = await browser.Open(SavedPage(), width: 360);

        Assert.True(await open.Page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth") <= 360);
    }

    private static async Task Threshold(OpenPage open, string value)
    {
        await open.Page.GetByLabel("Hide the map below").First.FillAsync(value);
        await open.Page.Locator(Layer).First.EvaluateAsync("layer => layer.decode()");
    }

    private static async Task<int> Alpha(OpenPage open, Microsoft.Playwright.ILocator layer, int x, int y)
    {
        await using var handle = await layer.ElementHandleAsync();
        return await open.Page.EvaluateAsync<int>(AlphaAt, new object[] { handle, x, y });
    }

    /// <summary>A notebook with one cell and all sample figures as its outputs, exported as a run exports it.</summary>
    private static string SavedPage()
    {
        double[] x = [0, 0.5, 1];
        var image = RgbImage.From(16, 16, (_, _) => new(200, 100, 50));
        var map = new float[16, 16];
        map[3, 5] = 1;
        Figure[] figures =
        [
            SaliencyOverlay.Draw([new(image, map, "fake, P(REAL) = 0.02", "<b>group</b>")], "Where it looks"),
            SaliencyOverlay.Draw([new(image, map, "again")], "Where it looks, again"),
            LineChart.Draw([new("<i>a</i>", x, [0, 0.8, 1]), new("b", x, [0, 0.5, 0.7])], "x", "y", "Two lines",
                diagonal: true),
            Table.Draw(Enumerable.Range(0, 3).Select(i => new { Name = $"row {i}", Accuracy = 0.9 + (i / 100.0) }),
                "Three rows"),
        ];
        var cell = NewCell(figures.Select(f => Output(f.ToBundle())));
        var json = $$"""{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{{cell.ToJsonString()}}]}""";
        return HtmlExport.Page(Ipynb.Parse(json, "figures"), "figures");
    }

    private static JsonObject NewCell(IEnumerable<JsonNode> outputs) => new()
    {
        ["cell_type"] = "code", ["id"] = "a", ["metadata"] = new JsonObject(), ["execution_count"] = 1,
        ["source"] = "result.Show();", ["outputs"] = new JsonArray([.. outputs]),
    };

    private static JsonObject Output(MimeBundle bundle) => new()
    {
        ["output_type"] = "display_data",
        ["metadata"] = new JsonObject(),
        ["data"] = new JsonObject(bundle.Data.Select(d => KeyValuePair.Create<string, JsonNode?>(
            d.Key, d.Value is byte[] bytes ? Convert.ToBase64String(bytes) : JsonSerializer.SerializeToNode(d.Value)))),
    };
}
