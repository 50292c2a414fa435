using System.Globalization;
using NotebookKit.Provider;
using static TorchSharp.torch;

namespace NotebookKit.Memory;

/// <summary>Memory of this process at one moment.</summary>
/// <param name="LiveTensors">Tensor objects that are neither disposed nor collected.</param>
/// <param name="PeakTensors">Most live tensors at one time so far.</param>
/// <param name="NativeBytes">Bytes that the native allocator has given out, tensors' elements among them; null over
/// TorchSharp, and where the C library cannot tell.</param>
/// <param name="ManagedBytes">Bytes on the managed heap.</param>
/// <param name="ResidentBytes">Main memory that the process holds.</param>
/// <param name="PeakResidentBytes">The most it held so far.</param>
/// <param name="Gpu">Memory of the current GPU, whichever process holds it; null without one and over
/// TorchSharp.</param>
public sealed record MemoryStatistics(
    long LiveTensors, long PeakTensors, long? NativeBytes, long ManagedBytes, long ResidentBytes,
    long PeakResidentBytes, GpuMemory? Gpu)
{
    /// <summary>Reads the figures of now.</summary>
    public static MemoryStatistics Now()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var gpu = ProviderBody.Current.GpuMemory;
        return new(
            Tensor.TotalCount, Tensor.PeakCount, ProviderBody.Current.AllocatedBytes, GC.GetTotalMemory(false),
            process.WorkingSet64, process.PeakWorkingSet64,
            gpu is { } memory ? new(memory.Total - memory.Free, memory.Total) : null);
    }

    /// <summary>One line: "12 tensors (peak 40), 81 MB native, 5 MB managed, 190 MB resident (peak 260 MB)".</summary>
    public override string ToString()
    {
        var native = NativeBytes is { } bytes ? $"{Megabytes(bytes)} native, " : "";
        var gpu = Gpu is { } memory ? $", GPU {Megabytes(memory.UsedBytes)} of {Megabytes(memory.TotalBytes)}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{LiveTensors} tensors (peak {PeakTensors}), {native}{Megabytes(ManagedBytes)} managed, " +
            $"{Megabytes(ResidentBytes)} resident (peak {Megabytes(PeakResidentBytes)}){gpu}");
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0", CultureInfo.InvariantCulture) + " MB";
}

/// <summary>Memory of a GPU.</summary>
/// <param name="UsedBytes">Bytes in use.</param>
/// <param name="TotalBytes">Bytes that it has.</param>
public sealed record GpuMemory(long UsedBytes, long TotalBytes);
