using System.Diagnostics;

namespace NotebookKit.Cli;

/// <summary>One test project, built: a program that runs its tests and reports them line by line.</summary>
/// <param name="Name">Name of the project.</param>
/// <param name="Assembly">Path of the built program.</param>
internal sealed record TestExecutable(string Name, string Assembly)
{
    /// <summary>All test projects; the one that runs the notebooks comes last, since it takes longest.</summary>
    /// <param name="home">Where they are.</param>
    public static IReadOnlyList<TestExecutable> All(Home home) =>
    [
        .. Directory.EnumerateDirectories(home.Tests, "*.Tests")
            .Select(folder => Path.GetFileName(folder))
            .Where(name => File.Exists(Path.Combine(home.Tests, name, $"{name}.csproj")))
            .OrderBy(name => name.Contains("Notebooks", StringComparison.Ordinal))
            .ThenBy(name => name, StringComparer.Ordinal)
            .Select(name => new TestExecutable(
                name, Path.Combine(home.Tests, name, "bin", "Release", "net10.0", $"{name}.dll"))),
    ];

    /// <summary>Runs the tests and waits for the end.</summary>
    /// <param name="home">The working directory of the tests.</param>
    /// <param name="filters">Only tests whose full name contains one of these; empty means all.</param>
    /// <param name="watch">Called on each event.</param>
    /// <param name="interrupt">Ends the program.</param>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public TestTally Run(Home home, IReadOnlyList<string> filters, Action<TestLog> watch, CancellationToken interrupt)
    {
        var log = new TestLog();
        if (!File.Exists(Assembly))
        {
            return new TestTally(0, [new TestFailure(Name, $"{Assembly} was not built. Run './nk test', which builds it.")], []);
        }

        var start = new ProcessStartInfo("dotnet", [Assembly, "-reporter", "json", "-noColor", "-noAutoReporters"])
        {
            WorkingDirectory = home.Root,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var filter in filters)
        {
            start.ArgumentList.Add("-method");
            start.ArgumentList.Add($"*{filter}*");
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
        process.StandardInput.Close();
        using var stop = interrupt.Register(() => process.Kill(entireProcessTree: true));
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        interrupt.ThrowIfCancellationRequested();
        return log.Close(Name, process.ExitCode);

        void Take(string? line)
        {
            if (line is not null)
            {
                lock (log)
                {
                    log.Read(line);
                    watch(log);
                }
            }
        }
    }
}
