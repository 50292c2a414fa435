using Microsoft.Playwright;
using NotebookKit.Browser.Tests;
using Xunit;

namespace NotebookKit.Notebooks.Tests;

/// <summary>
/// The system's Chromium, driven by Playwright; nothing is downloaded. Where one of the two is absent the tests are skipped
/// and say what is missing; with CI=true they fail.
/// </summary>
public sealed class ScreenshotBrowser : IAsyncLifetime
{
    private SystemChromium? chromium;

    public async ValueTask InitializeAsync() => chromium = await SystemChromium.Start();

    /// <summary>Opens a page from a file, as a reader does who saved it.</summary>
    /// <param name="html">The page.</param>
    /// <param name="dark">Whether the reader prefers dark pages.</param>
    /// <param name="width">Width of the window in pixels.</param>
    /// <param name="scripts">Whether scripts run.</param>
    public async Task<OpenPage> Open(string html, bool dark = false, int width = 1000, bool scripts = true)
    {
        SystemChromium.Require(chromium!.Missing);
        var context = await chromium.Browser!.NewContextAsync(new()
        {
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = scripts,
            Offline = true,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        var file = Path.Combine(Directory.CreateTempSubdirectory("nk-page-").FullName, "page.html");
        await File.WriteAllTextAsync(file, html);
        var open = new OpenPage(await context.NewPageAsync(), file);
        await open.Page.GotoAsync(new Uri(file).AbsoluteUri);
        return open;
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
        {
            await chromium.DisposeAsync();
        }
    }
}

/// <summary>A page in the browser, with what it complained about and what it asked for.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    private readonly string file;

    internal OpenPage(IPage page, string file)
    {
        (Page, this.file) = (page, file);
        page.Console += (_, message) => Collect(message.Type is "error" or "warning", message.Text);
        page.PageError += (_, error) => Collect(condition: true, error);
        page.Request += (_, request) => Collect(
            request.Url != new Uri(file).AbsoluteUri && !request.Url.StartsWith("data:", StringComparison.Ordinal),
                $"request of {request.Url}");
    }

    public IPage Page { get; }

    /// <summary>Console errors and warnings, uncaught errors, and requests of anything but the page itself.</summary>
    public List<string> Complaints { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await Page.Context.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    private void Collect(bool condition, string complaint)
    {
        if (condition)
        {
            lock (Complaints)
            {
                Complaints.Add(complaint);
            }
        }
    }
}
