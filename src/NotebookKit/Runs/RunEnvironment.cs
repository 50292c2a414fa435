using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using TorchSharp;

namespace NotebookKit.Runs;

/// <summary>Machine and software that a run was measured on: what the footer prints and metrics.json keeps.</summary>
/// <param name="Commit">Commit of the checkout; null outside one.</param>
/// <param name="Clean">Whether the working tree equals the commit; null where it cannot be known.</param>
/// <param name="Kit">Version of NotebookKit.</param>
/// <param name="Dotnet">Version of the .NET runtime.</param>
/// <param name="Libtorch">Version of libtorch.</param>
/// <param name="Device">Device of the tensors: "cpu" or "cuda:0".</param>
/// <param name="Threads">Threads that libtorch uses inside one operator.</param>
/// <param name="OpenblasCore">Kernel family that OpenBLAS chose for this processor; null where another BLAS is
/// used.</param>
public sealed record RunEnvironment(
    string? Commit, bool? Clean, string Kit, string Dotnet, string Libtorch, string Device, int Threads,
    string? OpenblasCore)
{
    /// <summary>Name of the processor, for the footer; metrics.json does not hold it.</summary>
    [JsonIgnore]
    public string Processor { get; init; } = "";

    /// <summary>Reads the environment of this process.</summary>
    /// <param name="device">Device that the experiment runs on.</param>
    /// <param name="checkout">A folder inside the checkout; the current directory where it is null.</param>
    public static RunEnvironment Capture(string device = "cpu", string? checkout = null)
    {
        var directory = checkout ?? Environment.CurrentDirectory;
        return new(
            GitCheckout.Commit(directory), GitCheckout.Clean(directory), KitVersion, Environment.Version.ToString(),
            torch.__version__, device, torch.get_num_threads(), Openblas.CoreName())
        {
            Processor = ProcessorName(),
        };
    }

    private static string KitVersion => typeof(RunEnvironment).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string ProcessorName()
    {
        const string path = "/proc/cpuinfo";
        var line = File.Exists(path)
            ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}

/// <summary>Asks OpenBLAS which kernels it chose; matrix products differ in their last digits between them.</summary>
internal static class Openblas
{
    public static unsafe string? CoreName()
    {
        if (!NativeLibrary.TryLoad("libopenblas.so.0", out var library) ||
            !NativeLibrary.TryGetExport(library, "openblas_get_corename", out var export))
        {
            return null;
        }

        return Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)export)());
    }
}
