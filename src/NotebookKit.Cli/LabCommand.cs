using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using NotebookKit.Kernel;
using NotebookKit.Kernel.Hosting;

namespace NotebookKit.Cli;

/// <summary><c>nk lab</c>: Jupyter Notebook on this machine alone, with the C# kernel and the notebooks.</summary>
internal static class LabCommand
{
    private const int AnyPort = 8888;       // Jupyter's own; it takes the next free one

    /// <summary>Makes the verb.</summary>
    /// <param name="home">Where the notebooks are.</param>
    /// <param name="terminal">Where to print.</param>
    /// <param name="interrupt">Ends Jupyter.</param>
    public static Command Create(Home home, Terminal terminal, CancellationToken interrupt)
    {
        var port = new Option<int?>("--port") { HelpName = "N",
            Description = "The port (default: 8888, or the next that is free)." };
        var noBrowser = new Option<bool>("--no-browser") { Description = "Print the address instead of opening a browser." };
        var force = new Option<bool>("--force") { Description = "Replace another product's kernel of the same name." };
        var command = new Command("lab", "Open the notebooks in Jupyter, on this machine alone.") { port, noBrowser,
            force };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(port) is <= 0 or > 65535)
            {
                throw new UsageException($"--port must be from 1 to 65535, but is {parsed.GetValue(port)}.");
            }

            var program = FindProgram("jupyter-notebook") ?? throw new UsageException(
                $"There is no jupyter-notebook on this machine. Install it with '{home.Setup} --jupyter'.");
            KernelCommand.Install(
                new Kernelspec(Path.Combine(Kernelspec.UserFolder, Kernelspec.DefaultName)),
                    Kernelspec.DefaultDisplayName,
                parsed.GetValue(force), terminal);
            return Start(program, Arguments(home, parsed.GetValue(port), parsed.GetValue(noBrowser)), interrupt);
        });
        return command;
    }

    /// <summary>What Jupyter is started with. It makes a random token by itself and prints the address that holds
    /// it.</summary>
    /// <param name="home">Where the notebooks are.</param>
    /// <param name="port">The port, and no other; null for the first that is free.</param>
    /// <param name="noBrowser">Whether to leave the browser alone.</param>
    internal static IReadOnlyList<string> Arguments(Home home, int? port, bool noBrowser)
    {
        var arguments = new List<string>
        {
            "--ip=127.0.0.1", $"--port={(port ?? AnyPort).ToString(CultureInfo.InvariantCulture)}",
            $"--notebook-dir={home.Notebooks}",
            $"--MultiKernelManager.default_kernel_name={Kernelspec.DefaultName}",
        };
        if (port is not null)
        {
            arguments.Add("--port-retries=0");
        }

        if (noBrowser)
        {
            arguments.Add("--no-browser");
        }

        if (Environment.IsPrivilegedProcess)
        {
            arguments.Add("--allow-root");      // a container's only user; Jupyter refuses it otherwise
        }

        return arguments;
    }

    private static int Start(string program, IReadOnlyList<string> arguments, CancellationToken interrupt)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })
            ?? throw new UsageException($"{program} could not be started.");
        using var stop = interrupt.Register(() => Stop(process));
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Jupyter ends its kernels when it is asked to end.</summary>
    private static void Stop(Process process)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill",
            ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]));
        kill?.WaitForExit();
    }

    private static string? FindProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
