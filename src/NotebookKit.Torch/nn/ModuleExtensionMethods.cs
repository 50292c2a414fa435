using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Moving a module to a device or element type, in place; the module itself comes back.</summary>
public static class ModuleExtensionMethods
{
    /// <summary>To an element type. Parameters that change are replaced by new objects: build the optimizer afterwards.</summary>
    public static T to<T>(this T module, ScalarType type, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(null, type, non_blocking);

    /// <summary>To a device and element type. Parameters that change are replaced by new objects: build the optimizer afterwards.</summary>
    public static T to<T>(this T module, Device device, ScalarType type, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(device, type, non_blocking);

    /// <summary>To a device. Parameters that change are replaced by new objects: build the optimizer afterwards.</summary>
    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(new Device(deviceType, deviceIndex), null, non_blocking);

    /// <summary>To a device. Parameters that change are replaced by new objects: build the optimizer afterwards.</summary>
    public static T to<T>(this T module, Device device, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(device, null, non_blocking);

    /// <summary>To a device such as "cuda:1". Parameters that change are replaced by new objects: build the optimizer afterwards.</summary>
    public static T to<T>(this T module, string device, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(new Device(device), null, non_blocking);

    /// <summary>To the device and element type of a tensor. Parameters that change are replaced by new objects: build the optimizer afterwards.</summary>
    public static T to<T>(this T module, Tensor other, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(other.device, other.dtype, non_blocking);

    /// <summary>To the CPU.</summary>
    public static T cpu<T>(this T module, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(CPU, null, non_blocking);

    /// <summary>To a CUDA device.</summary>
    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(new Device(DeviceType.CUDA, deviceIndex), null, non_blocking);

    /// <summary>To Float16.</summary>
    public static T half<T>(this T module, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(null, ScalarType.Float16, non_blocking);

    /// <summary>To BFloat16.</summary>
    public static T bfloat16<T>(this T module, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(null, ScalarType.BFloat16, non_blocking);

    /// <summary>To Float32.</summary>
    public static T @float<T>(this T module, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(null, ScalarType.Float32, non_blocking);

    /// <summary>To Float64.</summary>
    public static T @double<T>(this T module, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(null, ScalarType.Float64, non_blocking);

    /// <summary>To ComplexFloat32.</summary>
    public static T cfloat<T>(this T module, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(null, ScalarType.ComplexFloat32, non_blocking);

    /// <summary>To ComplexFloat64.</summary>
    public static T cdouble<T>(this T module, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(null, ScalarType.ComplexFloat64, non_blocking);

    /// <summary>To Bool, which no module takes: as in TorchSharp.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    public static T @bool<T>(this T module, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(null, ScalarType.Bool, non_blocking);

    /// <summary>To Byte, which no module takes: as in TorchSharp.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    public static T @byte<T>(this T module, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(null, ScalarType.Byte, non_blocking);

    /// <summary>To Int8, which no module takes: as in TorchSharp.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    public static T @char<T>(this T module, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(null, ScalarType.Int8, non_blocking);

    /// <summary>To Int16, which no module takes: as in TorchSharp.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    public static T @short<T>(this T module, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(null, ScalarType.Int16, non_blocking);

    /// <summary>To Int32, which no module takes: as in TorchSharp.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    public static T @int<T>(this T module, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(null, ScalarType.Int32, non_blocking);

    /// <summary>To Int64, which no module takes: as in TorchSharp.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    public static T @long<T>(this T module, bool non_blocking = false) where T : nn.Module =>
        (T)module._to(null, ScalarType.Int64, non_blocking);
}
