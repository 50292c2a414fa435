using NotebookKit.Torch.Door;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Switches of the libraries below libtorch.</summary>
    public static class backends
    {
        /// <summary>NVIDIA GPUs.</summary>
        public static class cuda
        {
            /// <summary>May scaled_dot_product_attention use the kernel without the whole score matrix?</summary>
            public static bool flash_sdp_enabled() => Get(3);

            /// <summary>Allows or forbids the kernel without the whole score matrix.</summary>
            public static void enable_flash_sdp(bool enable) => Set(3, enable);

            /// <summary>May scaled_dot_product_attention use plain products and softmax?</summary>
            public static bool math_sdp_enabled() => Get(4);

            /// <summary>Allows or forbids plain products and softmax.</summary>
            public static void enable_math_sdp(bool enable) => Set(4, enable);

            /// <summary>Matrix products of cuBLAS.</summary>
            public static class matmul
            {
                /// <summary>10-bit fractions in float32 products.</summary>
                public static bool allow_tf32
                {
                    get => Get(0);
                    set => Set(0, value);
                }

                /// <summary>Sums of float16 products in float16.</summary>
                public static bool allow_fp16_reduced_precision_reduction
                {
                    get => Get(2);
                    set => Set(2, value);
                }
            }
        }

        /// <summary>cuDNN.</summary>
        public static class cudnn
        {
            /// <summary>10-bit fractions in float32 convolutions.</summary>
            public static bool allow_tf32
            {
                get => Get(1);
                set => Set(1, value);
            }
        }

        private static bool Get(int which) => NativeError.Check(NativeMethods.nk_backend_flag(which), "backends") != 0;

        private static void Set(int which, bool value) =>
            NativeError.Check(NativeMethods.nk_set_backend_flag(which, value ? 1 : 0), "backends");
    }
}
