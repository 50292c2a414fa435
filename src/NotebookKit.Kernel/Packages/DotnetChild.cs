using System.Diagnostics;
using System.Text;

namespace NotebookKit.Kernel.Packages;

/// <summary>The .NET command line as a child of this process: it sees no input and none of the kernel's streams, and
/// ends with the interrupt.</summary>
internal static class DotnetChild
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs a command to its end.</summary>
    /// <param name="arguments">What follows dotnet.</param>
    /// <param name="folder">The folder to run in.</param>
    /// <param name="tick">Called ten times a second while it runs.</param>
    /// <param name="interrupt">Kills the child.</param>
    /// <returns>Exit code, and all that it printed.</returns>
    /// <exception cref="PackageException">There is no .NET SDK.</exception>
    /// <exception cref="OperationCanceledException">The interrupt came.</exception>
    public static (int Code, string Output) Run(
        IEnumerable<string> arguments, string folder, Action tick, CancellationToken interrupt)
    {
        var start = new ProcessStartInfo(Host, arguments)
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardInput = true,
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOfAnotherBuild).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        var output = new StringBuilder();
        using var process = Started(start);
        process.StandardInput.Close();
        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            while (!process.WaitForExit(Tick))
            {
                interrupt.ThrowIfCancellationRequested();
                tick();
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        process.WaitForExit();
        lock (output)
        {
            return (process.ExitCode, output.ToString());
        }

        void Take(object sender, DataReceivedEventArgs line)
        {
            lock (output)
            {
                output.AppendLine(line.Data);
            }
        }
    }

    private static Process Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new PackageException(
                $"{start.FileName} cannot be started ({error.Message}); packages need the .NET SDK.");
        }
    }

    /// <summary>The host that runs this process, or the one beside its runtime.</summary>
    private static string Host
    {
        get
        {
            if (Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet")
            {
                return own;
            }

            var runtime = new DirectoryInfo(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
            var beside = Path.Combine(runtime.Parent!.Parent!.Parent!.FullName,
                OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
            return File.Exists(beside) ? beside : "dotnet";
        }
    }

    /// <summary>What a surrounding build or test host has set for itself.</summary>
    private static bool IsOfAnotherBuild(string variable) =>
        variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("TESTINGPLATFORM", StringComparison.OrdinalIgnoreCase)
        || variable is "DOTNET_HOST_PATH" or "VSTEST_CONNECTION_TIMEOUT";
}
