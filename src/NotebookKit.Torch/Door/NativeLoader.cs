using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NotebookKit.Torch.Door;

/// <summary>
/// Loads libnotebookkit_torch.so, and with it libtorch, on the first native call: 120 MB and up to 2 s, so not at
/// program start. The environment is prepared before, because C code reads it when it is loaded.
/// </summary>
internal static unsafe partial class NativeLoader
{
    private const string FileName = "libnotebookkit_torch.so";

    // Freed blocks up to 1 GiB stay in the process, which grows by 256 MiB at a time: activations are allocated and
    // freed at each training step, and giving them back to the system costs page faults (5 to 20 % of a step).
    private const int KeptBlock = 1 << 30;
    private const int GrowBy = 256 << 20;

    // Addresses (not memory) that the heap takes at once and the system backs with huge pages: 4 % of a ResNet-20 step.
    private const int HugePages = (1 << 30) - (1 << 20);

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The resolver must be in place before the first native call.")]
    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeLoader).Assembly, static (name, assembly, _) =>
            name == NativeMethods.Library ? Load(assembly) : 0);

    private static nint Load(Assembly assembly)
    {
        // Idle OpenMP threads that spin for long fight OpenBLAS's pool for the cores; those that sleep at once wake too
        // late for the next operator (10 to 15 % of a ResNet-20 step). 3,000 rounds are in between, unless the user
        // has chosen. Only setenv reaches C code on Unix.
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
        {
            SetEnvironment("OMP_WAIT_POLICY", "PASSIVE", 0);
            SetEnvironment("GOMP_SPINCOUNT", "3000", 0);
        }

        // OpenBLAS's idle threads yield in a loop for 2^26 clock ticks by default: 7 s of system time in a 25 s run of
        // notebook 00. After 2^14 ticks they sleep, which costs a small product nothing measurable.
        SetEnvironment("OPENBLAS_THREAD_TIMEOUT", "14", 0);
        var cores = ProcessorCores.Usable("/sys/devices/system/cpu", Environment.ProcessorCount);
        SetEnvironment("OMP_NUM_THREADS", cores.ToString(CultureInfo.InvariantCulture), 0);
        var failures = new List<string>();
        foreach (var folder in new[] { Path.GetDirectoryName(assembly.Location), AppContext.BaseDirectory })
        {
            if (string.IsNullOrEmpty(folder) || !File.Exists(Path.Combine(folder, FileName)))
            {
                failures.Add($"{FileName} is not in {folder}.");
                continue;
            }

            try
            {
                var library = NativeLibrary.Load(Path.Combine(folder, FileName));
                if (NativeLibrary.TryGetExport(library, "nk_keep_freed_memory", out var keep))
                {
                    _ = ((delegate* unmanaged<int, int, int, int>)keep)(KeptBlock, GrowBy, HugePages);
                }

                LiveTensors.FollowCollections();
                return library;
            }
            catch (DllNotFoundException e)
            {
                failures.Add(e.Message);
            }
        }

        throw new DllNotFoundException(
            "libtorch could not be loaded. Run ./nk, which installs what is missing, or: " +
            "apt install libtorch-dev libopenblas0-pthread. Details: " + string.Join(" ", failures.Distinct()));
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
