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
}
