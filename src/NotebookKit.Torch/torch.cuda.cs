using NotebookKit.Torch.Door;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>NVIDIA GPUs.</summary>
    public static class cuda
    {
        /// <summary>libtorch has CUDA and there is a GPU.</summary>
        public static bool is_available() => device_count() > 0;

        /// <summary>cuDNN can be used.</summary>
        public static bool is_cudnn_available() =>
            is_available() && NativeError.Check(NativeMethods.nk_has_cudnn(), "is_cudnn_available") != 0;

        /// <summary>Count of GPUs.</summary>
        public static int device_count() => NativeError.Check(NativeMethods.nk_cuda_devices(), "device_count");

        /// <summary>Seeds the current GPU's source; nothing without a GPU.</summary>
        public static void manual_seed(long seed) => manual_seed_all(seed);

        /// <summary>Seeds all GPUs' sources; nothing without a GPU.</summary>
        public static void manual_seed_all(long seed)
        {
            for (var k = 0; k < device_count(); k++)
            {
                var generator = NativeError.Check(NativeMethods.nk_default_generator((int)DeviceType.CUDA, k), "manual_seed_all");
                var result = NativeMethods.nk_generator_seed(generator, unchecked((ulong)seed));
                NativeMethods.nk_release_generator(generator);
                NativeError.Check(result, "manual_seed_all");
            }
        }

        /// <summary>Waits for all work of a GPU; nothing without a GPU.</summary>
        public static void synchronize(Device? device = null)
        {
            if (is_available())
            {
                NativeError.Check(NativeMethods.nk_cuda_synchronize(device?.index ?? -1), "synchronize");
            }
        }
    }
}
