using static TorchSharp.torch;

namespace NotebookKit.TensorFiles;

/// <summary>The functions that a checkpoint's pickle may call.</summary>
internal enum PickleFunction
{
    /// <summary><c>collections.OrderedDict</c>, without arguments.</summary>
    OrderedDict,

    /// <summary><c>torch.Size</c> of a tuple.</summary>
    Size,

    /// <summary><c>torch._utils._rebuild_tensor_v2</c>.</summary>
    RebuildTensor,

    /// <summary><c>torch._utils._rebuild_parameter</c>.</summary>
    RebuildParameter,

    /// <summary>A class of TorchScript, known by its name only: none of its code is read.</summary>
    ScriptObject,
}

/// <summary>The attributes of an object of TorchScript.</summary>
internal sealed class ScriptObject : OrderedDictionary<object, object?>;

/// <summary>Every name that a checkpoint's pickle may use; all others are refused.</summary>
internal static class PickleGlobals
{
    private static readonly Dictionary<string, object> Known = new()
    {
        ["collections.OrderedDict"] = PickleFunction.OrderedDict,
        ["torch.Size"] = PickleFunction.Size,
        ["torch._utils._rebuild_tensor_v2"] = PickleFunction.RebuildTensor,
        ["torch._utils._rebuild_parameter"] = PickleFunction.RebuildParameter,
        ["torch.BoolStorage"] = new StorageType(ScalarType.Bool),
        ["torch.ByteStorage"] = new StorageType(ScalarType.Byte),
        ["torch.CharStorage"] = new StorageType(ScalarType.Int8),
        ["torch.ShortStorage"] = new StorageType(ScalarType.Int16),
        ["torch.IntStorage"] = new StorageType(ScalarType.Int32),
        ["torch.LongStorage"] = new StorageType(ScalarType.Int64),
        ["torch.HalfStorage"] = new StorageType(ScalarType.Float16),
        ["torch.BFloat16Storage"] = new StorageType(ScalarType.BFloat16),
        ["torch.FloatStorage"] = new StorageType(ScalarType.Float32),
        ["torch.DoubleStorage"] = new StorageType(ScalarType.Float64),
        ["torch.ComplexFloatStorage"] = new StorageType(ScalarType.ComplexFloat32),
        ["torch.ComplexDoubleStorage"] = new StorageType(ScalarType.ComplexFloat64),
        ["torch.bool"] = ScalarType.Bool,
        ["torch.uint8"] = ScalarType.Byte,
        ["torch.int8"] = ScalarType.Int8,
        ["torch.int16"] = ScalarType.Int16,
        ["torch.int32"] = ScalarType.Int32,
        ["torch.int64"] = ScalarType.Int64,
        ["torch.float16"] = ScalarType.Float16,
        ["torch.bfloat16"] = ScalarType.BFloat16,
        ["torch.float32"] = ScalarType.Float32,
        ["torch.float64"] = ScalarType.Float64,
        ["torch.complex64"] = ScalarType.ComplexFloat32,
        ["torch.complex128"] = ScalarType.ComplexFloat64,
    };

    /// <summary>A <see cref="PickleFunction"/>, a <see cref="StorageType"/> or a ScalarType; null for any other
    /// name.</summary>
    /// <param name="module">As the pickle has it.</param>
    /// <param name="name">As the pickle has it.</param>
    /// <param name="script">The classes of a TorchScript program may be named too.</param>
    public static object? Find(string module, string name, bool script) =>
        script && (module == "__torch__" || module.StartsWith("__torch__.", StringComparison.Ordinal))
            ? PickleFunction.ScriptObject
            : Known.GetValueOrDefault($"{module}.{name}");
}
