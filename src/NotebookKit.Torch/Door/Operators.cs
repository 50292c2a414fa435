using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Door;

/// <summary>
/// Any operator of the loaded libtorch by the name of its schema, also those that the binding has no method for. A slow
/// way, for trying things out: names and types of the arguments are compared with the schema in each call.
/// </summary>
public static unsafe class Operators
{
    private const int MaxResults = 32;

    private static readonly ConcurrentDictionary<(string Name, string Overload),
        (CallSchema Schema, nint Handle)> s_found = new();

    /// <summary>The schema of an operator, such as <c>aten::roll(Tensor self, int[1] shifts, int[1] dims=[]) -&gt;
    /// Tensor</c>.</summary>
    /// <exception cref="ArgumentException">This libtorch has no such operator; the message names those that are
    /// near.</exception>
    public static string Schema(string name, string overload = "") => Find(name, overload).Schema.Text;

    /// <summary>Calls an operator: <c>(Tensor)Operators.Call("aten::roll", "", x, 1, 0)[0]!</c>.</summary>
    /// <param name="name">Name with its namespace: <c>aten::add</c>.</param>
    /// <param name="overload">What stands behind the point in the schema: <c>Tensor</c> of <c>aten::add.Tensor</c>; may
    /// be empty.</param>
    /// <param name="arguments">
    /// In the schema's order. Tensors; numbers, bools, strings; arrays or lists of them; ScalarType, Device (or its
    /// name) and
    /// Generator; null for None. <see cref="Type.Missing"/>, and what is left out at the end, takes the schema's
    /// default.
    /// </param>
    /// <returns>The results: Tensor, Tensor[], long, double, bool, Complex, long[] or null. An operator in place gives
    /// another
    /// name of its own argument.</returns>
    /// <exception cref="ArgumentException">No such operator, or the arguments do not fit its schema, which the message
    /// shows.</exception>
    /// <exception cref="ExternalException">libtorch refused.</exception>
    public static object?[] Call(string name, string overload, params object?[] arguments)
    {
        if (arguments.GetType() != typeof(object[])) arguments = [arguments];         // the only argument is an array
        var (schema, handle) = Find(name, overload);
        schema.RequireCount(arguments);
        using var memory = new CallMemory();
        var args = memory.Take<NkVal>(arguments.Length);
        for (var k = 0; k < arguments.Length; k++) args[k] = schema.Value(k, arguments[k], memory);
        var results = stackalloc NkVal[MaxResults];
        var count = Native.Call(ref handle, name, overload, args, arguments.Length, results, MaxResults);
        var values = new object?[count];
        for (var k = 0; k < count; k++) values[k] = Own(results[k]);
        return values;
    }

    private static (CallSchema Schema, nint Handle) Find(string name, string overload)
    {
        if (s_found.TryGetValue((name, overload), out var found)) return found;
        var full = overload.Length == 0 ? name : $"{name}.{overload}";
        var all = Native.Schemas(name);
        if (all.FirstOrDefault(line => line.StartsWith(full + "(", StringComparison.Ordinal)) is not { } text)
        {
            var near = all.Select(line => line[..line.IndexOf('(')]).Take(8).ToList();
            throw new ArgumentException(
                $"This libtorch has no operator '{full}'. " + (near.Count == 0
                    ? $"None begins with '{name}'; names are as in 'aten::add'."
                    : $"It has: {string.Join(", ", near)}."));
        }

        return s_found.GetOrAdd((name, overload), (new CallSchema(text), Native.Find(name, overload)));
    }

    private static object? Own(NkVal result)
    {
        switch (result.Tag)
        {
            case NkTag.None: return null;
            case NkTag.Tensor: return result.Pointer == 0 ? null : new Tensor(result.Pointer);
            case NkTag.TensorList: return Tensor.OwnList(result);
            case NkTag.Int: return result.Integer;
            case NkTag.Double: return result.Real;
            case NkTag.Bool: return result.Integer != 0;
            case NkTag.Complex:
                var complex = *(System.Numerics.Complex*)result.Pointer;
                NativeMethods.nk_free(result.Pointer);
                return complex;
            case NkTag.IntList:
                var numbers = new ReadOnlySpan<long>((void*)result.Pointer, result.Count).ToArray();
                NativeMethods.nk_free(result.Pointer);
                return numbers;
            default: throw new InvalidOperationException(
                $"A result of the kind {result.Tag} came; the door knows none such.");
        }
    }
}

/// <summary>Memory for the arguments of one call, and the tensors that must outlive it.</summary>
internal sealed unsafe class CallMemory : IDisposable
{
    private readonly List<nint> _blocks = [];
    private readonly List<Tensor?> _tensors = [];

    /// <summary>Room for some values, zeroed, until the end of the call.</summary>
    public T* Take<T>(int count)
        where T : unmanaged
    {
        var block = NativeMemory.AllocZeroed((nuint)Math.Max(1, count), (nuint)sizeof(T));
        _blocks.Add((nint)block);
        return (T*)block;
    }

    /// <summary>A copy of some values.</summary>
    public T* Copy<T>(T[] values)
        where T : unmanaged
    {
        var block = Take<T>(values.Length);
        values.CopyTo(new Span<T>(block, values.Length));
        return block;
    }

    /// <summary>The tensor, reachable until the end of the call.</summary>
    public Tensor? Keep(Tensor? tensor)
    {
        _tensors.Add(tensor);
        return tensor;
    }

    public void Dispose()
    {
        foreach (var block in _blocks) NativeMemory.Free((void*)block);
        NkVal.KeepAlive(CollectionsMarshal.AsSpan(_tensors));
    }
}
