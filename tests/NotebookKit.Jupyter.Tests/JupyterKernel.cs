using System.Diagnostics;
using Xunit;

namespace NotebookKit.Jupyter.Tests;

/// <summary>The kernel, installed for these tests alone, and Debian's Python that drives it.</summary>
public sealed class JupyterKernel : IDisposable
{
    private const string Python = "/usr/bin/python3";       // Debian's: its packages are not those of another Python
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nk-jupyter");

    public JupyterKernel()
    {
        if (!File.Exists(Python) || Run(Python, ["-c", "import jupyter_client, nbclient, zmq"], null).Code != 0)
        {
            Missing = "Debian's python3-jupyter-client and python3-nbclient are not installed; "
                + "'environment/setup.sh --tests' installs them.";
            return;
        }

        var (code, output) = Nk("kernel", "install", "--path", Path.Combine(folder.FullName, "kernels"));
        Assert.True(code == 0, output);
    }

    /// <summary>Why these tests cannot run here; null when they can.</summary>
    public string? Missing { get; }

    /// <summary>The folder of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A folder of these tests.</summary>
    public string Folder => folder.FullName;

    /// <summary>Runs one of the driver's scripts and gives what it printed.</summary>
    public string Drive(string script, params string[] arguments)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        var path = Path.Combine(AppContext.BaseDirectory, "Driver", script);
        var (code, output) = Run(Python, [path, .. arguments], folder.FullName);
        Assert.True(code == 0, output);
        return output;
    }

    /// <summary>Runs the command `nk`.</summary>
    public (int Code, string Output) Nk(params string[] arguments)
    {
        var program = Path.Combine(Root, "src", "NotebookKit.Cli", "bin", "Release", "net10.0", "nk.dll");
        return Run(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            [program, .. arguments], folder.FullName);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static (int Code, string Output) Run(string program, IEnumerable<string> arguments, string? data)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        if (data is not null)
        {
            start.Environment["JUPYTER_PATH"] = data;
            start.Environment["JUPYTER_DATA_DIR"] = data;
            start.Environment["JUPYTER_RUNTIME_DIR"] = Path.Combine(data, "runtime");
            start.Environment["IPYTHONDIR"] = data;
            start.Environment["XDG_DATA_HOME"] = data;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
        }

        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output.Result : output.Result + error.Result);
    }

    private static string FindRoot()
    {
        var start = new DirectoryInfo(AppContext.BaseDirectory);
        for (var above = start; above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, "NotebookKit.sln")))
            {
                return above.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {start} holds NotebookKit.sln.");
    }
}
