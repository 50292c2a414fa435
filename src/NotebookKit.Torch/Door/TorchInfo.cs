using System.Runtime.InteropServices;

namespace NotebookKit.Torch.Door;

/// <summary>What is known about the loaded libtorch and its libraries; TorchSharp has no such members.</summary>
public static unsafe class TorchInfo
{
    /// <summary>Version of libtorch, such as "1.13.1".</summary>
    public static string Version => Marshal.PtrToStringUTF8((nint)NativeMethods.nk_version()) ?? "";

    /// <summary>Build settings as libtorch prints them (compiler, BLAS, oneDNN, instruction sets).</summary>
    public static string BuildSettings
    {
        get
        {
            var text = NativeMethods.nk_build_settings();
            if (text is null)
            {
                throw NativeError.Of("build settings");
            }

            var settings = Marshal.PtrToStringUTF8((nint)text) ?? "";
            NativeMethods.nk_free((nint)text);
            return settings;
        }
    }

    /// <summary>OpenBLAS's kernel set ("SkylakeX"); null where libtorch uses another BLAS. Results differ between them in the last bits.</summary>
    public static string? OpenBlasCore => Marshal.PtrToStringUTF8((nint)NativeMethods.nk_openblas_core());

    /// <summary>Sets the threads of OpenBLAS's own pool; false where there is no OpenBLAS.</summary>
    public static bool SetOpenBlasThreads(int count) => NativeMethods.nk_set_openblas_threads(count) != 0;

    /// <summary>Schemas of the operators of the loaded libtorch, sorted: "aten::relu(Tensor self) -> Tensor".</summary>
    public static IReadOnlyList<string> OperatorSchemas => Native.Schemas("aten::");

    /// <summary>
    /// Only deterministic algorithms, in the whole process: operators that have one use it, the others fail with
    /// libtorch's message.
    /// </summary>
    public static bool Deterministic
    {
        get => (NativeError.Check(NativeMethods.nk_deterministic(), "deterministic") & 1) != 0;
        set => NativeError.Check(NativeMethods.nk_set_deterministic(value ? 1 : 0, 0), "deterministic");
    }

    /// <summary>Bytes that malloc has given out in this process, tensors' elements among them; null where the C library
    /// cannot tell.</summary>
    public static long? AllocatedBytes => NativeMethods.nk_allocated_bytes() is >= 0 and var bytes ? bytes : null;

    /// <summary>Free and total bytes of the current GPU, as its driver counts them; null without one.</summary>
    public static (long Free, long Total)? GpuMemory
    {
        get
        {
            long free, total;
            return NativeError.Check(NativeMethods.nk_cuda_memory(&free, &total), "GPU memory") != 0 ? (free, total) : null;
        }
    }
}
