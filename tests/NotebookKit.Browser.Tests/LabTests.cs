using Microsoft.Playwright;
using Xunit;

[assembly: CollectionBehavior(DisableTestParallelization = true)]       // one browser, one Jupyter

namespace NotebookKit.Browser.Tests;

/// <summary>What a reader does in Jupyter Notebook: opens a notebook, runs it, looks, writes, stops.</summary>
public sealed class LabTests(Lab lab) : IClassFixture<Lab>
{
    private const string Notebook = "01-cifake-gradcam.ipynb";

    // Places of its first code cells.
    private const int Parameters = 1, Recipe = 2, Data = 4, Spectrum = 6;

    // Those that its first saliency figure needs.
    private const int Training = 14, Verdicts = 22;

    [Fact]
    public async Task Notebook_FirstCells_ShowTheirFigures()
    {
        await using var open = await lab.Open(Notebook);
        Assert.Contains("01 CIFAKE", await open.Cell(0).InnerTextAsync(), StringComparison.Ordinal);
        await RunInSmokeMode(open, Parameters, Recipe, Data, Spectrum);

        Assert.Contains("smoke", await open.Output(Recipe).InnerTextAsync(), StringComparison.Ordinal);
        foreach (var (cell, picture) in new[] { (Data, "svg"), (Spectrum, "svg") })
        {
            var figure = open.Output(cell).Locator($"figure.nk-fig {picture}").First;
            await figure.ScrollIntoViewIfNeededAsync();
            Assert.True(await figure.BoundingBoxAsync() is { Width: > 100, Height: > 50 });
        }

        await open.Screenshot("figures");
    }

    [Fact]
    public async Task Slider_OfTheNotebooksOwnFigure_MovesTheMapsOverThePictures()
    {
        await using var open = await lab.Open(Notebook);
        Assert.Contains("explanation.Verdicts()", await open.Text(Verdicts), StringComparison.Ordinal);
        await RunInSmokeMode(open, Parameters, Recipe, Data, Training, Verdicts);
        var maps = open.Output(Verdicts).Locator("img[data-map]");
        await maps.Nth(1).WaitForAsync();                                   // drawn a moment after the cell has ended
        Assert.Equal("0.5", await Opacity(maps.First));
        var slider = open.Output(Verdicts).GetByLabel("Opacity of the map");
        await slider.ScrollIntoViewIfNeededAsync();
        await open.Screenshot("slider-before");
        var before = await maps.First.ScreenshotAsync();

        await slider.FocusAsync();
        await open.Page.Keyboard.PressAsync("ArrowRight");
        await open.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal(("0.6", "0.6"), (await Opacity(maps.First), await Opacity(maps.Last)));
        await open.Page.Keyboard.PressAsync("Home");

        Assert.Equal(("0", "0"), (await Opacity(maps.First), await Opacity(maps.Last)));
        Assert.NotEqual(before, await maps.First.ScreenshotAsync());        // what is seen there has changed
        await open.Screenshot("slider");
    }

    [Fact]
    public async Task Values_OfTheKit_AreShownRichly()
    {
        await using var open = await lab.Open(Notebook);
        var tensor = await open.Append("torch.randn(3, 5)");
        var table = await open.Append(
            "Enumerable.Range(0, 30).Select(i => new { Name = $\"<b>{i}</b>\", Square = i * i })");
        var model = await open.Append(
            "torch.nn.Sequential((\"conv\", torch.nn.Conv2d(3, 8, 3)), (\"flat\", torch.nn.Flatten()))");
        foreach (var cell in new[] { tensor, table, model })
        {
            await open.Run(cell);
        }

        Assert.Contains("Tensor [3, 5]", await open.Output(tensor).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(20, await open.Output(table).Locator("tbody tr").CountAsync());
        Assert.Equal(0, await open.Output(table).Locator("td b").CountAsync());
        Assert.Contains("[1, 8, 30, 30]", await open.Output(model).InnerTextAsync(), StringComparison.Ordinal);
        await open.Screenshot("values");
    }

    [Fact]
    public async Task Tab_InACell_CompletesNames()
    {
        await using var open = await lab.Open(Notebook);
        var cell = await open.Append("");
        await open.Edit(cell);
        await open.Page.Keyboard.TypeAsync("Console.Writ");

        await open.Page.Keyboard.PressAsync("Tab");

        var choice = open.Page.Locator("#complete option", new() { HasTextString = "WriteLine" }).First;
        await choice.WaitForAsync();
        await open.Screenshot("completion");
        await choice.DblClickAsync();
        Assert.Equal("Console.WriteLine", await open.Text(cell));
    }

    [Fact]
    public async Task ShiftTab_OnAName_ShowsItsSignatureAndDocumentation()
    {
        await using var open = await lab.Open(Notebook);
        var cell = await open.Append("Figure.Show");
        await open.Write(cell, "LossChart.Draw");
        await open.Edit(cell);

        await open.Page.Keyboard.PressAsync("Shift+Tab");

        var tooltip = open.Page.Locator("#tooltip .tooltiptext");
        await Assertions.Expect(tooltip).ToContainTextAsync("Draws a history", new() { Timeout = 120_000 });
        await Assertions.Expect(tooltip).ToContainTextAsync("History history");
        await open.Screenshot("documentation");
    }

    [Fact]
    public async Task Stop_OfAnEndlessLoop_KeepsTheVariables()
    {
        await using var open = await lab.Open(Notebook);
        var loop = await open.Append("var kept = 41;\nConsole.WriteLine(\"looping\");\nwhile (true) { }");
        await open.Start(loop);
        await Assertions.Expect(open.Output(loop)).ToContainTextAsync("looping", new() { Timeout = 120_000 });

        await open.Page.Locator("button[data-jupyter-action='jupyter-notebook:interrupt-kernel']").ClickAsync();

        await open.End(loop);
        Assert.Contains("was interrupted", await open.Output(loop).InnerTextAsync(), StringComparison.Ordinal);
        await open.Screenshot("stopped");
        Assert.Contains("42", await open.Run("kept + 1"), StringComparison.Ordinal);
    }

    private static async Task RunInSmokeMode(NotebookPage open, params int[] cells)
    {
        var parameters = await open.Text(Parameters);
        await open.Write(Parameters, parameters.Replace("\"small\"", "\"smoke\"", StringComparison.Ordinal));
        foreach (var cell in cells)
        {
            await open.Run(cell);
        }
    }

    private static Task<string> Opacity(ILocator layer) =>
        layer.EvaluateAsync<string>("e => getComputedStyle(e).opacity");
}
