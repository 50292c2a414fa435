using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Door;

/// <summary>Kinds of values that cross the door; mirrors <c>Tag</c> in src/native/door.h.</summary>
internal enum NkTag
{
    Default = 0,
    None = 1,
    Tensor = 2,
    Int = 3,
    Double = 4,
    Bool = 5,
    IntList = 6,
    DoubleList = 7,
    BoolList = 8,
    TensorList = 9,
    OptionalTensorList = 10,
    String = 11,
    Device = 12,
    Generator = 13,
    Complex = 14,
}

/// <summary>One argument or result of a native call, 16 bytes; mirrors <c>Val</c> in src/native/door.h.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct NkVal
{
    [FieldOffset(0)] internal NkTag Tag;
    [FieldOffset(4)] internal int Count;
    [FieldOffset(8)] internal long Integer;
    [FieldOffset(8)] internal double Real;
    [FieldOffset(8)] internal nint Pointer;

    internal static NkVal Of(Tensor? tensor) => tensor is null
        ? new NkVal { Tag = NkTag.None }
        : new NkVal { Tag = NkTag.Tensor, Pointer = tensor.Handle };

    internal static NkVal Of(long value) => new() { Tag = NkTag.Int, Integer = value };

    internal static NkVal Of(double value) => new() { Tag = NkTag.Double, Real = value };

    internal static NkVal Of(bool value) => new() { Tag = NkTag.Bool, Integer = value ? 1 : 0 };

    internal static NkVal Of(ScalarType value) => Of((long)value);

    internal static NkVal Of(MemoryFormat value) => Of((long)value);

    internal static NkVal Of(long? value) => value is { } v ? Of(v) : None;

    internal static NkVal Of(double? value) => value is { } v ? Of(v) : None;

    internal static NkVal Of(bool? value) => value is { } v ? Of(v) : None;

    internal static NkVal Of(ScalarType? value) => value is { } v ? Of((long)v) : None;

    internal static NkVal Of(MemoryFormat? value) => value is { } v ? Of((long)v) : None;

    internal static NkVal Of(Scalar? value) => value is null ? None : value.Value;

    internal static NkVal Of(Device? device) => device is null
        ? None
        : new NkVal { Tag = NkTag.Device, Count = (int)device.type, Integer = device.index };

    internal static NkVal Of(Generator? generator) => generator is null
        ? None
        : new NkVal { Tag = NkTag.Generator, Pointer = generator.Handle };

    internal static NkVal Of(long* items, Values<long> values, NkTag absent) => List(NkTag.IntList, (nint)items, values, absent);

    internal static NkVal Of(double* items, Values<double> values, NkTag absent) => List(NkTag.DoubleList, (nint)items, values, absent);

    internal static NkVal Of(bool* items, Values<bool> values, NkTag absent) => List(NkTag.BoolList, (nint)items, values, absent);

    internal static NkVal Of(nint* items, int count, NkTag tag) => new() { Tag = tag, Count = count, Pointer = (nint)items };

    internal static NkVal Of(byte* text, byte[]? bytes) => bytes is null
        ? None
        : new NkVal { Tag = NkTag.String, Count = bytes.Length, Pointer = (nint)text };

    internal static NkVal None => new() { Tag = NkTag.None };

    internal static byte[]? Utf8(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    /// <summary>Raw handles of a list of tensors; 0 for a null item.</summary>
    internal static nint[] Handles(ReadOnlySpan<Tensor?> tensors)
    {
        var handles = new nint[tensors.Length];
        for (var k = 0; k < handles.Length; k++)
        {
            handles[k] = tensors[k] is { } tensor ? tensor.Handle : 0;
        }

        return handles;
    }

    /// <summary>Keeps the list and its tensors reachable up to here (see <see cref="GC.KeepAlive"/>).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void KeepAlive(ReadOnlySpan<Tensor?> tensors)
    {
        foreach (var tensor in tensors)
        {
            GC.KeepAlive(tensor);
        }
    }

    /// <summary>A scalar result as a managed value.</summary>
    internal Scalar ToScalar()
    {
        switch (Tag)
        {
            case NkTag.Int: return Integer;
            case NkTag.Double: return Real;
            case NkTag.Bool: return Integer != 0;
            case NkTag.Complex:
                var parts = (double*)Pointer;
                var value = new System.Numerics.Complex(parts[0], parts[1]);
                NativeMethods.nk_free(Pointer);
                return value;
            default: throw new InvalidOperationException($"A scalar result was expected, but {Tag} came.");
        }
    }

    private static NkVal List<T>(NkTag tag, nint items, Values<T> values, NkTag absent)
        where T : unmanaged => values.Present
        ? new NkVal { Tag = tag, Count = values.Span.Length, Pointer = items }
        : new NkVal { Tag = absent };
}

/// <summary>A list argument that may be absent: from an array (null = absent), a span, or one number.</summary>
internal readonly ref struct Values<T>
    where T : unmanaged
{
    private Values(ReadOnlySpan<T> span)
    {
        Span = span;
        Present = true;
    }

    internal ReadOnlySpan<T> Span { get; }

    internal bool Present { get; }

    public static implicit operator Values<T>(ReadOnlySpan<T> span) => new(span);

    public static implicit operator Values<T>(Span<T> span) => new(span);

    public static implicit operator Values<T>(T[]? items) => items is null ? default : new(items);

    public static implicit operator Values<T>(T item) => new(new[] { item });
}
