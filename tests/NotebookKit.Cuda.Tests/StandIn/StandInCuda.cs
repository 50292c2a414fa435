using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NotebookKit.Cuda.Tests;

/// <summary>The device of these tests: the machine's GPU where libtorch is a CUDA build, else the stand-in of
/// stand_in_cuda.cpp, a CUDA device whose memory and kernels are the CPU's.</summary>
internal static class StandInCuda
{
    /// <summary>Loads the stand-in before anything asks libtorch whether there is a GPU; it answers once.</summary>
    [ModuleInitializer]
    internal static void Load()
    {
        if (!IsCudaBuild())
        {
            NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "libstand_in_cuda.so"));
        }
    }

    /// <summary>Whether the device draws the CPU's random numbers, as the stand-in does: with a GPU's own, results that
    /// depend on draws cannot be compared with the CPU's.</summary>
    internal static bool DrawsAsTheCpu { get; } = !IsCudaBuild();

    private static bool IsCudaBuild()
    {
        NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "libnotebookkit_torch.so"));
        return File.ReadLines("/proc/self/maps").Any(line => line.Contains("libtorch_cuda", StringComparison.Ordinal));
    }
}
