using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace NotebookKit.Browser.Tests;

/// <summary><c>nk lab</c> with a home of its own, and a browser that opens its notebooks. Where Jupyter or Chromium is
/// absent the tests are skipped and say what is missing; with CI=true they fail.</summary>
public sealed partial class Lab : IAsyncLifetime
{
    private const int Attempts = 3;                                     // a free port may be taken meanwhile
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Environment variables that name folders, and where those are in the home of these tests.</summary>
    private static readonly (string Name, string Place)[] Places =
    [
        ("HOME", ""), ("JUPYTER_DATA_DIR", "data"), ("JUPYTER_PATH", "data"), ("JUPYTER_CONFIG_DIR", "config"),
        ("JUPYTER_RUNTIME_DIR", "runtime"), ("IPYTHONDIR", "ipython"), ("XDG_DATA_HOME", "share"),
        ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache"),
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nk-lab-");
    private readonly StringBuilder log = new();
    private SystemChromium? chromium;
    private Process? process;
    private string missing = "";
    private string address = "";

    /// <summary>Where screenshots go; not part of the sources.</summary>
    public static string Screenshots { get; } = Path.Combine(Root(), "out", "browser-tests");

    public async ValueTask InitializeAsync()
    {
        if (SystemChromium.Find("jupyter-notebook") is null)
        {
            missing = "No jupyter-notebook on this machine; 'environment/setup.sh --tests' installs it.";
            return;
        }

        chromium = await SystemChromium.Start();
        missing = chromium.Missing;
        for (var attempt = 1; missing.Length == 0 && address.Length == 0; attempt++)
        {
            address = await Start(FreePort()) is { } ready ? ready
                : attempt < Attempts ? "" : throw new InvalidOperationException($"nk lab does not start:\n{log}");
        }
    }

    /// <summary>Opens a notebook in the browser, its kernel ready. Nothing is ever saved.</summary>
    /// <param name="name">File name of the notebook.</param>
    public async Task<NotebookPage> Open(string name)
    {
        SystemChromium.Require(missing);
        var context = await chromium!.Browser!.NewContextAsync(
            new() { ViewportSize = new() { Width = 1200, Height = 1000 } });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();          // "leave without saving?"
        await page.GotoAsync(string.Format(CultureInfo.InvariantCulture, address, $"notebooks/{name}"));
        await page.WaitForFunctionAsync(
            "() => window.Jupyter && Jupyter.notebook && Jupyter.notebook._fully_loaded && Jupyter.notebook.kernel"
            + " && Jupyter.notebook.kernel.is_connected()");
        await page.EvaluateAsync("() => Jupyter.notebook.set_autosave_interval(0)");
        return new NotebookPage(page);
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
        {
            await chromium.DisposeAsync();
        }

        if (process is not null)
        {
            await Stop(process);
        }

        folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts it and waits for the address that it prints.</summary>
    /// <returns>The address with a place for the path; null when it ended instead.</returns>
    private async Task<string?> Start(int port)
    {
        var program = Path.Combine(Root(), "src", "NotebookKit.Cli", "bin", "Release", "net10.0", "nk.dll");
        var host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? Environment.ProcessPath! : "dotnet";
        var start = new ProcessStartInfo(host, [program, "lab", "--no-browser", "--port", $"{port}"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, place) in Places)
        {
            start.Environment[name] = Directory.CreateDirectory(Path.Combine(folder.FullName, place)).FullName;
        }

        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        var token = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = process = Process.Start(start)!;
        started.EnableRaisingEvents = true;
        started.Exited += (_, _) => token.TrySetResult(null);
        started.OutputDataReceived += (_, line) => Read(line.Data);
        started.ErrorDataReceived += (_, line) => Read(line.Data);
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return await token.Task.WaitAsync(Patience) is { } secret
            ? $"http://127.0.0.1:{port}/{{0}}?token={secret}"
            : null;

        void Read(string? line)
        {
            lock (log)
            {
                log.AppendLine(line);
            }

            if (line is not null && Token().Match(line) is { Success: true } found)
            {
                token.TrySetResult(found.Groups[1].Value);
            }
        }
    }

    /// <summary>Ends Jupyter as Ctrl-C does, with its kernels.</summary>
    private static async Task Stop(Process process)
    {
        using (process)
        {
            if (process.HasExited)
            {
                return;
            }

            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string Root()
    {
        var above = new DirectoryInfo(AppContext.BaseDirectory);
        while (above is not null && !File.Exists(Path.Combine(above.FullName, "NotebookKit.sln")))
        {
            above = above.Parent;
        }

        return above?.FullName
            ?? throw new DirectoryNotFoundException(
                $"No folder above {AppContext.BaseDirectory} holds NotebookKit.sln.");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/\?token=(\w+)")]
    private static partial Regex Token();
}
