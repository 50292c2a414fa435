using System.Diagnostics;
using System.Globalization;
using NotebookKit.Data;
using NotebookKit.Runs;
using TorchSharp;

namespace NotebookKit.Cli;

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="What">Its name.</param>
/// <param name="Found">What is there.</param>
/// <param name="Fix">The command that fixes it; null when all is well.</param>
internal sealed record Finding(string What, string Found, string? Fix = null);

/// <summary>What the doctor looks at.</summary>
internal static class Diagnosis
{
    private const long LeastMemory = 4_000_000_000;
    private const long LeastDisk = 2_000_000_000;

    /// <summary>Looks at everything.</summary>
    /// <param name="home">The kit's folder.</param>
    public static IReadOnlyList<Finding> Of(Home home) =>
        [.. Packages(home), .. Libraries(home), .. Machine(home), .. Data()];

    /// <summary>Asks the setup script, which knows what must be installed, and reads the lines of its answer.</summary>
    private static IEnumerable<Finding> Packages(Home home)
    {
        var start = new ProcessStartInfo("bash", [home.Setup, "--check", "--tests"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        using var setup = Process.Start(start) ?? throw new InvalidOperationException("bash could not be started.");
        setup.StandardInput.Close();
        var lines = setup.StandardError.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        setup.WaitForExit();
        if (setup.ExitCode == 0)
        {
            return [new Finding("system packages", "all installed")];
        }

        const string Missing = "missing: ";
        return lines.Where(line => line.Contains(Missing, StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(Missing, StringComparison.Ordinal) + Missing.Length)..])
            .DefaultIfEmpty(string.Join(' ', lines))
            .Select(package => new Finding("system package", package, $"{home.Setup} --tests"));
    }

    private static IEnumerable<Finding> Libraries(Home home)
    {
        RunEnvironment here;
        try
        {
            here = RunEnvironment.Capture(checkout: home.Root);
        }
        catch (Exception error)                                          // whatever keeps libtorch from loading is the finding
        {
            return [new Finding("libtorch", (error.InnerException ?? error).Message.ReplaceLineEndings(" "), home.Setup)];
        }

        return
        [
            new Finding("NotebookKit", here.Kit + (here.Commit is { } commit ? $", commit {commit[..Math.Min(10, commit.Length)]}" : "")),
            new Finding(".NET", here.Dotnet),
            new Finding("libtorch", here.Libtorch),
            Blas(here, home),
            new Finding("device", torch.cuda.is_available() ? $"cuda, {torch.cuda.device_count()} seen by libtorch" : "cpu"),
            .. Gpus(home, torch.cuda.is_available()),
            new Finding("threads", $"{here.Threads} for one operator, of {Environment.ProcessorCount} cores, {here.Processor}"),
        ];
    }

    /// <summary>What the driver's own tool says of each GPU; nothing on a machine without one.</summary>
    private static IEnumerable<Finding> Gpus(Home home, bool used)
    {
        const string Tool = "nvidia-smi";
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, Tool))))
        {
            return [];
        }

        var start = new ProcessStartInfo(Tool, ["--query-gpu=name,memory.free,memory.total,driver_version", "--format=csv,noheader"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var ask = Process.Start(start) ?? throw new InvalidOperationException($"{Tool} could not be started.");
        var lines = ask.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        ask.WaitForExit();
        return ask.ExitCode == 0
            ? lines.Select((line, k) => Gpu(k, line, used, home))
            : [new Finding("GPU", $"{Tool} fails: {string.Join(' ', lines)}", "check the NVIDIA driver")];
    }

    /// <summary>One line of the tool: name, free and total memory, driver.</summary>
    internal static Finding Gpu(int index, string line, bool used, Home home)
    {
        var parts = line.Split(", ");
        var text = parts is [var name, var free, var total, var driver] ? $"{name}, {free} of {total} free, driver {driver}" : line;
        return used
            ? new Finding($"GPU {index}", text)
            : new Finding($"GPU {index}", $"{text}; not used, this libtorch is a CPU build", $"eval \"$({home.Setup} --cuda)\"");
    }

    /// <summary>The BLAS that is loaded decides the speed of matrix products: the reference one is 25 times slower.</summary>
    private static Finding Blas(RunEnvironment here, Home home) => here.OpenblasCore is { } core
        ? new Finding("OpenBLAS", $"{core} kernels{(Loaded("openblas-pthread") ? ", pthread variant" : "")}")
        : Loaded("libmkl") ? new Finding("BLAS", "MKL")
        : new Finding("OpenBLAS", "another BLAS is loaded, which can be 25 times slower", home.Setup);

    private static bool Loaded(string name) =>
        File.ReadLines("/proc/self/maps").Any(line => line.Contains(name, StringComparison.Ordinal));

    private static IEnumerable<Finding> Machine(Home home)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var disk = new DriveInfo(home.Root).AvailableFreeSpace;
        return
        [
            AtLeast("memory", memory, LeastMemory, "use a machine with more memory, or a smaller mode: --mode smoke"),
            AtLeast("free disk", disk, LeastDisk, $"free some space on the disk of {home.Root}"),
        ];
    }

    private static Finding AtLeast(string what, long bytes, long least, string fix) => new(
        what, bytes < least ? $"{Gigabytes(bytes)}; {Gigabytes(least)} are needed" : Gigabytes(bytes), bytes < least ? fix : null);

    /// <summary>Data that is not there is no fault, since a stand-in takes its place; damaged data is.</summary>
    private static IEnumerable<Finding> Data()
    {
        foreach (var entry in DataCatalogue.BuiltIn.Entries)
        {
            var state = DataState.Of(Datasets.Cache, entry);
            yield return new Finding($"data {entry.Id}", state.Text, state.Damaged ? $"./nk data verify {entry.Id}" : null);
        }
    }

    private static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F1} GB");
}
