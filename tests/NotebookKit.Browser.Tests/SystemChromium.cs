using Microsoft.Playwright;
using Xunit;

namespace NotebookKit.Browser.Tests;

/// <summary>The system's Chromium, driven by Playwright; nothing is downloaded.</summary>
internal sealed class SystemChromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? playwright;

    private SystemChromium()
    {
    }

    /// <summary>The browser; null where it cannot be started.</summary>
    public IBrowser? Browser { get; private set; }

    /// <summary>Why there is no browser; empty where there is one.</summary>
    public string Missing { get; private set; } = "";

    /// <summary>Skips a test where what it needs is missing; a build server that says so by CI=true fails it: there all
    /// of it must be installed.</summary>
    /// <param name="missing">What is missing; empty for nothing.</param>
    public static void Require(string missing)
    {
        Assert.False(missing.Length > 0 && Environment.GetEnvironmentVariable("CI") == "true", missing);
        Assert.SkipWhen(missing.Length > 0, missing);
    }

    /// <summary>The full path of a program; null when it is not installed.</summary>
    public static string? Find(params string[] names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Starts it, where it is installed.</summary>
    public static async Task<SystemChromium> Start()
    {
        var started = new SystemChromium();
        if (Find(Names) is not { } executable)
        {
            started.Missing = "No Chromium on this machine; install it with 'apt-get install chromium' "
                + "to test the pages in a browser.";
            return started;
        }

        try
        {
            started.playwright = await Playwright.CreateAsync();
        }
        catch (PlaywrightException error)
        {
            started.Missing = $"Playwright's driver does not start ({error.Message}); "
                + "restore the package Microsoft.Playwright again.";
            return started;
        }

        started.Browser = await started.playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = executable,
            Timeout = 120_000,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        playwright?.Dispose();
    }
}
