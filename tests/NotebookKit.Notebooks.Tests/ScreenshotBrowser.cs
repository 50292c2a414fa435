using Microsoft.Playwright;
using Xunit;

namespace NotebookKit.Notebooks.Tests;

/// <summary>
/// The system's Chromium, driven by Playwright; nothing is downloaded. Where one of the two is absent the tests are skipped
/// and say what is missing.
/// </summary>
public sealed class ScreenshotBrowser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? playwright;
    private IBrowser? browser;
    private string missing = "";

    public async ValueTask InitializeAsync()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var executable = Names.SelectMany(name => folders.Select(folder => Path.Combine(folder,
            name))).FirstOrDefault(File.Exists);
        if (executable is null)
        {
            missing = "No Chromium on this machine; install it with 'apt-get install chromium' to test the pages in a browser.";
            return;
        }

        try
        {
            playwright = await Playwright.CreateAsync();
        }
        catch (PlaywrightException error)
        {
            missing = $"Playwright's driver does not start ({error.Message}); restore the package Microsoft.Playwright again.";
            return;
        }

        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>Opens a page from a file, as a reader does who saved it.</summary>
    /// <param name="html">The page.</param>
    /// <param name="dark">Whether the reader prefers dark pages.</param>
    /// <param name="width">Width of the window in pixels.</param>
    /// <param name="scripts">Whether scripts run.</param>
    public async Task<OpenPage> Open(string html, bool dark = false, int width = 1000, bool scripts = true)
    {
        Assert.SkipWhen(browser is null, missing);
        var context = await browser!.NewContextAsync(new()
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
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
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
