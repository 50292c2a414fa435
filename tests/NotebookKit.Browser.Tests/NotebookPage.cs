using Microsoft.Playwright;

namespace NotebookKit.Browser.Tests;

/// <summary>An open notebook, as its reader sees it.</summary>
/// <param name="page">The page.</param>
public sealed class NotebookPage(IPage page) : IAsyncDisposable
{
    private const string Ended = """
        index => { const cell = Jupyter.notebook.get_cell(index);
          return Number.isInteger(cell.input_prompt_number) && !cell.element[0].classList.contains('running'); }
        """;

    /// <summary>The page.</summary>
    public IPage Page => page;

    /// <summary>A cell.</summary>
    /// <param name="index">Its place from the top, from 0.</param>
    public ILocator Cell(int index) => page.Locator("#notebook-container > .cell").Nth(index);

    /// <summary>What a cell has put out.</summary>
    public ILocator Output(int index) => Cell(index).Locator(".output_wrapper .output");

    /// <summary>Number of code cells and others.</summary>
    public Task<int> Count() => page.EvaluateAsync<int>("() => Jupyter.notebook.get_cells().length");

    /// <summary>Adds a code cell at the end and gives its place.</summary>
    /// <param name="code">Its text.</param>
    public Task<int> Append(string code) => page.EvaluateAsync<int>(
        "code => { Jupyter.notebook.insert_cell_at_bottom('code').set_text(code);"
        + "return Jupyter.notebook.get_cells().length - 1; }", code);

    /// <summary>The text of a cell.</summary>
    public Task<string> Text(int index) =>
        page.EvaluateAsync<string>("index => Jupyter.notebook.get_cell(index).get_text()", index);

    /// <summary>Writes another text into a cell.</summary>
    public Task Write(int index, string code) => page.EvaluateAsync(
        "([index, code]) => Jupyter.notebook.get_cell(index).set_text(code)", new object[] { index, code });

    /// <summary>Clicks into a cell and puts the cursor at its end.</summary>
    public async Task Edit(int index)
    {
        await Cell(index).ScrollIntoViewIfNeededAsync();
        await Cell(index).Locator(".CodeMirror").ClickAsync();
        await page.Keyboard.PressAsync("Control+End");
    }

    /// <summary>Starts a cell by Ctrl+Enter.</summary>
    public async Task Start(int index)
    {
        await Edit(index);
        await page.Keyboard.PressAsync("Control+Enter");
    }

    /// <summary>Waits until a cell has ended.</summary>
    public Task End(int index) => page.WaitForFunctionAsync(Ended, index);

    /// <summary>Runs a cell and waits for its end.</summary>
    public async Task Run(int index)
    {
        await Start(index);
        await End(index);
    }

    /// <summary>Appends a cell, runs it, and gives the text of its output.</summary>
    public async Task<string> Run(string code)
    {
        var index = await Append(code);
        await Run(index);
        return await Output(index).InnerTextAsync();
    }

    /// <summary>Keeps a picture of the window for people to look at.</summary>
    public Task Screenshot(string name) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(Lab.Screenshots, $"{name}.png") });

    public async ValueTask DisposeAsync()
    {
        await page.EvaluateAsync("() => { window.onbeforeunload = null; }");
        await page.Context.DisposeAsync();
    }
}
