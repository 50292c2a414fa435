using System.Diagnostics;

namespace NotebookKit.Cli.Tests;

/// <summary>What a program printed and how it ended.</summary>
public sealed record Ended(int Code, string Output, string Error, TimeSpan Time);

/// <summary>Runs a program without a terminal, and waits for its end.</summary>
public static class Script
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static Ended Run(
        string program, IReadOnlyList<string> arguments, string? folder = null, IReadOnlyDictionary<string, string?>? environment = null,
        Action<Process>? whileRunning = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        whileRunning?.Invoke(process);
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} ran longer than {Limit.TotalSeconds} s.");
        }

        return new Ended(process.ExitCode, output.Result, error.Result, watch.Elapsed);
    }
}
