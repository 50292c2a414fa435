using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using NotebookKit.Torch.Door;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Fuzz;

/// <summary>One call of an operator with random arguments of the types that its schema names.</summary>
internal sealed unsafe class OperatorCase : IDisposable
{
    private const int MostResults = 16;

    private static readonly ScalarType[] s_types =
    [
        ScalarType.Float32, ScalarType.Float32, ScalarType.Float32, ScalarType.Float64, ScalarType.Int64, ScalarType.Int64,
        ScalarType.Int32, ScalarType.Int16, ScalarType.Int8, ScalarType.Byte, ScalarType.Bool, ScalarType.Float16,
        ScalarType.BFloat16, ScalarType.ComplexFloat32, ScalarType.ComplexFloat64,
    ];

    private static readonly long[] s_extremes =
        [int.MaxValue, 1L << 31, 1L << 62, long.MaxValue, long.MinValue, int.MinValue, 1L << 32, -(1L << 40)];

    private static readonly string[] s_words =
    [
        "mean", "sum", "none", "prod", "amax", "add", "multiply", "trunc", "floor", "same", "valid", "reflect", "constant",
        "replicate", "circular", "ij", "xy", "reduced", "complete", "fro", "nuc", "linear", "left", "tanh",
        "ij,jk->ik", "ii->i", "i,j", "...ij->...ji", "", "Ü",
    ];

    private readonly OperatorSchema _schema;
    private readonly Choices _choices;
    private readonly NkVal[] _arguments;
    private readonly List<Tensor> _tensors = [];
    private readonly List<Generator> _generators = [];
    private readonly List<nint> _memory = [];
    private readonly StringBuilder _text;

    public OperatorCase(OperatorSchema schema, Choices choices)
    {
        (_schema, _choices) = (schema, choices);
        _text = new StringBuilder(schema.Key).Append('(');
        // The door fills what is missing at the end; too few is a mistake that it must see.
        var given = choices.OneIn(12) ? choices.Next(schema.Arguments.Count + 2) : schema.Arguments.Count;
        _arguments = new NkVal[given];
        for (var k = 0; k < given; k++)
        {
            _text.Append(k > 0 ? ", " : "");
            _arguments[k] = k < schema.Arguments.Count ? Argument(schema.Arguments[k]) : Say(NkVal.Of(1L), "1");
        }

        _text.Append(')');
    }

    public override string ToString() => _text.ToString();

    /// <summary>Calls the operator and reads all that it gives.</summary>
    /// <returns>False where libtorch or the door refused.</returns>
    public bool Call()
    {
        var results = stackalloc NkVal[MostResults];
        var found = (nint)0;
        int count;
        try
        {
            fixed (NkVal* arguments = _arguments)
            {
                count = Native.Call(
                    ref found, "aten::" + _schema.Name, _schema.Overload, arguments, _arguments.Length, results, MostResults);
            }
        }
        catch (ExternalException)
        {
            return false;
        }

        Assert.Equal(_schema.Returns.Count, count);
        for (var k = 0; k < count; k++)
        {
            Read(results[k]);
        }

        _tensors.ForEach(Touch);                                            // in-place forms changed them
        return true;
    }

    public void Dispose()
    {
        _tensors.ForEach(tensor => tensor.Dispose());
        _generators.ForEach(generator => generator.Dispose());
        _memory.ForEach(memory => NativeMemory.Free((void*)memory));
    }

    private static void Read(NkVal result)
    {
        switch (result.Tag)
        {
            case NkTag.Tensor when result.Pointer == 0: break;
            case NkTag.Tensor:
                using (var tensor = Tensor.Own(result))
                {
                    Touch(tensor);
                }

                break;
            case NkTag.TensorList:
                foreach (var tensor in Tensor.OwnList(result))
                {
                    Touch(tensor);
                    tensor.Dispose();
                }

                break;
            case NkTag.Complex or NkTag.IntList: NativeMethods.nk_free(result.Pointer); break;
            default: Assert.InRange(result.Tag, NkTag.None, NkTag.Bool); break;
        }
    }

    /// <summary>Sizes and type make sense, and every element can be read.</summary>
    internal static void Touch(Tensor tensor)
    {
        Assert.All(tensor.shape, size => Assert.InRange(size, 0, long.MaxValue));
        Assert.Equal(tensor.shape.Aggregate(1L, (a, b) => a * b), tensor.numel());
        Assert.InRange((int)tensor.dtype, 0, 15);
        if (tensor.device.type != DeviceType.CPU || tensor.is_sparse)
        {
            return;
        }

        using var plain = tensor.detach();
        using var copy = plain.clone();
        using var flat = copy.reshape(-1);
        Assert.Equal(tensor.numel() * tensor.element_size(), flat.bytes.Length);
    }

    private NkVal Argument(SchemaArgument argument)
    {
        if (argument.Default is not null && _choices.OneIn(2))
        {
            return Say(default, "default");
        }

        var optional = argument.Type.EndsWith('?');
        if (_choices.OneIn(optional ? 3 : 60))
        {
            return Say(NkVal.None, "None");
        }

        var type = optional ? argument.Type[..^1] : argument.Type;
        var list = type.IndexOf('[', StringComparison.Ordinal);
        if (list >= 0)
        {
            return List(type[..list], argument.Name);
        }

        switch (type)
        {
            case "Tensor": return Of(Next());
            case "int": return Say(NkVal.Of(Integer(argument.Name)));
            case "float": return _choices.OneIn(4) ? Say(NkVal.Of(Integer(""))) : Say(NkVal.Of(Real()));
            case "bool": return Say(NkVal.Of(_choices.OneIn(2)));
            case "str": return Word();
            case "Scalar":
                return _choices.Next(8) switch
                {
                    < 4 => Say(NkVal.Of(Integer(""))),
                    < 7 => Say(NkVal.Of(Real())),
                    _ => Complex(),
                };
            case "ScalarType": return Say(NkVal.Of(_choices.OneIn(20) ? _choices.Of(-1L, 99L, 200L) : (long)_choices.Of(s_types)));
            case "MemoryFormat": return Say(NkVal.Of((long)(_choices.OneIn(20) ? 77 : _choices.Next(4))));
            case "Layout": return Say(NkVal.Of((long)(_choices.OneIn(20) ? 77 : _choices.OneIn(5) ? 1 : 0)));
            case "Device":
                var kind = _choices.OneIn(6) ? _choices.Of(DeviceType.CUDA, DeviceType.META) : DeviceType.CPU;
                return Say(new NkVal { Tag = NkTag.Device, Count = (int)kind, Integer = _choices.OneIn(10) ? 3 : -1 }, kind.ToString());
            case "Generator":
                var generator = new Generator((ulong)_choices.Next(9));
                _generators.Add(generator);
                return Say(NkVal.Of(generator), "generator");
            default: throw new InvalidOperationException($"{_schema.Key}: no fuzzing of {argument.Type}.");
        }
    }

    private NkVal List(string type, string name)
    {
        var count = _choices.Of(1, 2, 3, 0, 2, 4, 9);
        _text.Append('[');
        var memory = (nint)NativeMemory.AllocZeroed((nuint)Math.Max(count, 1), 16);
        _memory.Add(memory);
        for (var k = 0; k < count; k++)
        {
            _text.Append(k > 0 ? ", " : "");
            switch (type)
            {
                case "int": ((long*)memory)[k] = Say(NkVal.Of(Integer(name))).Integer; break;
                case "float": ((double*)memory)[k] = Say(NkVal.Of(Real())).Real; break;
                case "bool": ((bool*)memory)[k] = Say(NkVal.Of(_choices.OneIn(2))).Integer != 0; break;
                case "Tensor?" when _choices.OneIn(3): Say(default, "None"); break;
                default: ((nint*)memory)[k] = Of(Next()).Pointer; break;
            }
        }

        _text.Append(']');
        return new NkVal
        {
            Tag = type switch
            {
                "int" => NkTag.IntList,
                "float" => NkTag.DoubleList,
                "bool" => NkTag.BoolList,
                "Tensor" => NkTag.TensorList,
                _ => NkTag.OptionalTensorList,
            },
            Count = count,
            Pointer = memory,
        };
    }

    private NkVal Of(Tensor tensor) => Say(
        NkVal.Of(tensor),
        $"[{string.Join(",", tensor.shape)}] {tensor.dtype}{(tensor.is_sparse ? " sparse" : "")}{(tensor.requires_grad ? " grad" : "")}");

    // The same again, one like it, or another: so that many calls fit.
    private Tensor Next()
    {
        if (_tensors.Count > 0 && _choices.OneIn(5))
        {
            return _tensors[_choices.Next(_tensors.Count)];
        }

        var like = _tensors.Count > 0 && _choices.OneIn(2) ? _tensors[0] : null;
        var type = like is not null && !_choices.OneIn(3) ? like.dtype : _choices.Of(s_types);
        var made = FuzzTensors.Make(_choices, type, like?.shape ?? FuzzTensors.Shape(_choices));
        _tensors.Add(made);
        return made;
    }

    private long Integer(string name)
    {
        if (_choices.OneIn(40))
        {
            return _choices.Of(s_extremes);
        }

        return name.Contains("dim", StringComparison.Ordinal) ? _choices.Between(-2, 3) : _choices.Of(1, 2, 0, 3, 1, 2, 4, -1, 5, 8, -3);
    }

    private double Real() => _choices.Of(
        0.5, 1, 0, 2, -1, 0.1, 1e-5, 3.7, -0.5, 1e30, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-320);

    private NkVal Word()
    {
        var bytes = NkVal.Utf8(_choices.Of(s_words))!;
        var memory = (nint)NativeMemory.AllocZeroed((nuint)Math.Max(bytes.Length, 1));
        _memory.Add(memory);
        bytes.CopyTo(new Span<byte>((void*)memory, bytes.Length));
        return Say(new NkVal { Tag = NkTag.String, Count = bytes.Length, Pointer = memory }, $"\"{Encoding.UTF8.GetString(bytes)}\"");
    }

    private NkVal Complex()
    {
        var memory = (nint)NativeMemory.AllocZeroed(16);
        _memory.Add(memory);
        ((double*)memory)[1] = Real();
        return Say(new NkVal { Tag = NkTag.Complex, Pointer = memory }, $"{((double*)memory)[1]}i");
    }

    private NkVal Say(NkVal value, string? text = null)
    {
        _text.Append(text ?? (value.Tag == NkTag.Double
            ? value.Real.ToString("R", CultureInfo.InvariantCulture) : value.Integer.ToString(CultureInfo.InvariantCulture)));
        return value;
    }
}
