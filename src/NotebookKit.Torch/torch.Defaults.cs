using NotebookKit.Torch.Door;

namespace TorchSharp;

/// <summary>TorchSharp's entry point: tensors, factories and functions, with PyTorch's names.</summary>
public static partial class torch
{
    /// <summary>Layers, losses and their functional forms.</summary>
    public static partial class nn;

    private static Device? s_defaultDevice;   // null: the processor

    /// <summary>Type that factories use when none is given; Float32 unless changed.</summary>
    public static ScalarType get_default_dtype() => (ScalarType)NativeMethods.nk_default_dtype();

    /// <summary>Sets the type that factories use when none is given; a real type.</summary>
    public static void set_default_dtype(ScalarType dtype) =>
        NativeError.Check(NativeMethods.nk_set_default_dtype((int)dtype), "set_default_dtype");

    /// <summary>Device that factories use when none is given; the processor unless changed.</summary>
    public static Device get_default_device() => s_defaultDevice ?? CPU;

    /// <summary>Sets the device that factories use when none is given.</summary>
    public static void set_default_device(Device device) => s_defaultDevice = device;

    /// <summary>Sets the device that factories use when none is given.</summary>
    public static void set_default_device(string device) => s_defaultDevice = new Device(device);

    /// <summary>Version of the loaded libtorch.</summary>
    public static string __version__ => TorchInfo.Version;

    /// <summary>The object is a tensor.</summary>
    public static bool is_tensor(object obj) => obj is Tensor;

    /// <summary>Count of elements.</summary>
    public static long numel(Tensor input) => input.numel();

    /// <summary>A device of that kind can be used.</summary>
    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType switch
    {
        DeviceType.CPU or DeviceType.META => true,
        DeviceType.CUDA => cuda.is_available(),
        _ => false,
    };

    /// <summary>Makes sure that a device of that kind can be used.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
        {
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
        }
    }

    /// <summary>Makes sure that a device can be used; null is the default one.</summary>
    /// <exception cref="InvalidOperationException">It cannot.</exception>
    public static Device InitializeDevice(Device? device)
    {
        device ??= get_default_device();
        InitializeDeviceType(device.type);
        return device;
    }

    /// <summary>Apple GPUs are not supported.</summary>
    public static bool mps_is_available() => false;

    /// <summary>Threads of one operator.</summary>
    public static int get_num_threads() => NativeMethods.nk_threads();

    /// <summary>Sets the threads of one operator, for threads that enter libtorch later too; OpenBLAS keeps its own pool.</summary>
    public static void set_num_threads(int num) => NativeError.Check(NativeMethods.nk_set_threads(num), "set_num_threads");

    /// <summary>Threads between operators.</summary>
    public static int get_num_interop_threads() => NativeMethods.nk_interop_threads();

    /// <summary>Sets the threads between operators; once, before they are used.</summary>
    public static void set_num_interop_threads(int num) =>
        NativeError.Check(NativeMethods.nk_set_interop_threads(num), "set_num_interop_threads");
}
