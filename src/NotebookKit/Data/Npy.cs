using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace NotebookKit.Data;

/// <summary>
/// Reads NumPy's .npy files (format versions 1 to 3): every little-endian integer, floating-point and boolean type, C
/// or
/// Fortran order. Pickled objects are refused, never executed.
/// </summary>
public static partial class Npy
{
    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; its header says type and shape.</param>
    /// <returns>The array in C order.</returns>
    /// <exception cref="DataException">The file is no .npy, is cut short or too long, or holds a type that is not
    /// supported.</exception>
    public static NpyArray Load(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file, Path.GetFileName(path));
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">Positioned at the magic bytes.</param>
    /// <param name="name">What messages call it.</param>
    /// <inheritdoc cref="Load"/>
    public static NpyArray Read(Stream stream, string name)
    {
        var header = ReadHeader(stream, name);
        var (type, fortran, shape) = ParseHeader(header, name);
        if (shape.Any(d => d < 0) || shape.Aggregate(1.0, (n, d) => n * d) > Array.MaxLength)
            throw new DataException(
                $"{name}: shape is {Shape(shape)}; at most {Array.MaxLength} numbers are read into memory.");
        var values = Array.CreateInstance(type, shape.Aggregate(1L, (n, d) => n * d));
        Fill(stream, values, type, name, shape);
        if (stream.ReadByte() >= 0)
            throw new DataException(
                $"{name}: more data follows than its shape {Shape(shape)} holds; save the file anew.");
        return new NpyArray(fortran && shape.Length > 1 ? ToRowMajor(values, type, shape) : values, shape);
    }

    internal static string Shape(IEnumerable<int> shape) => $"[{string.Join(", ", shape)}]";

    private static string ReadHeader(Stream stream, string name)
    {
        var start = new byte[8];
        if (stream.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8 || !start.AsSpan(0, 6).SequenceEqual(Magic))
            throw new DataException($"{name}: does not begin with the bytes of a .npy file; save it with numpy.save.");
        if (start[6] is < 1 or > 3)
            throw new DataException($"{name}: .npy format version {start[6]}.{start[7]}; versions 1 to 3 are known.");
        var size = new byte[start[6] == 1 ? 2 : 4];
        var length = stream.ReadAtLeast(size, size.Length, throwOnEndOfStream: false) < size.Length ? -1
            : size.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadInt32LittleEndian(size);
        if (length is < 0 or > 1 << 20)
            throw new DataException(
                $"{name}: a header of {length} bytes; a header is 0 to 1048576 bytes long. The file is damaged.");
        var header = new byte[length];
        if (stream.ReadAtLeast(header, length, throwOnEndOfStream: false) < length)
            throw new DataException($"{name}: the file ends inside its header; copy it again.");
        return Encoding.UTF8.GetString(header);
    }

    private static (Type Type, bool Fortran, int[] Shape) ParseHeader(string header, string name)
    {
        var descr = DescrPattern().Match(header);
        var order = OrderPattern().Match(header);
        var shape = ShapePattern().Match(header);
        if (!descr.Success && header.Contains("'descr'", StringComparison.Ordinal))
            throw new DataException(
                $"{name}: a structured type; save one column with numpy.save(file, array['column']).");
        if (!descr.Success || !order.Success || !shape.Success)
            throw new DataException($"{name}: the header lacks 'descr', 'fortran_order' or 'shape': {header.Trim()}");

        var sizes = shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var dimensions = new int[sizes.Length];
        for (var d = 0; d < sizes.Length; d++)
        {
            if (!int.TryParse(sizes[d].TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out dimensions[d]))
                throw new DataException(
                    $"{name}: shape ({shape.Groups[1].Value}); every size is a whole number up to {int.MaxValue}.");
        }

        return (TypeOf(descr.Groups[1].Value, name), order.Groups[1].Value == "True", dimensions);
    }

    private static Type TypeOf(string descr, string name)
    {
        if (descr is ['>', ..])
            throw new DataException(
                $"{name}: type '{descr}' is big-endian; save it with array.astype('<{descr[1..]}').");
        if (descr is [_, 'O', ..])
            throw new DataException(
                $"{name}: holds pickled Python objects, which are never executed; save numbers, for instance " +
                "array.astype(float).");
        return descr is ['<' or '|' or '=', .. var code]
            ? code switch
            {
                "f8" => typeof(double),
                "f4" => typeof(float),
                "f2" => typeof(Half),
                "i8" => typeof(long),
                "i4" => typeof(int),
                "i2" => typeof(short),
                "i1" => typeof(sbyte),
                "u8" => typeof(ulong),
                "u4" => typeof(uint),
                "u2" => typeof(ushort),
                "u1" => typeof(byte),
                "b1" => typeof(bool),
                _ => throw Unsupported(),
            }
            : throw Unsupported();

        DataException Unsupported() =>
            new(
                $"{name}: type '{descr}'; the types read are f2 f4 f8, i1 i2 i4 i8, u1 u2 u4 u8 and b1. Convert it " +
                "with array.astype.");
    }

    private static void Fill(Stream stream, Array values, Type type, string name, int[] shape)
    {
        const int chunk = 1 << 20;                                        // bytes, read straight into their place
        var total = (long)values.Length * SizeOf(type);
        for (var done = 0L; done < total;)
        {
            var wanted = (int)Math.Min(chunk, total - done);
            var part = MemoryMarshal.CreateSpan(
                ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(values), (nint)done), wanted);
            if (stream.ReadAtLeast(part, wanted, throwOnEndOfStream: false) < wanted)
            {
                throw new DataException(
                    $"{name}: ends before its {total} bytes of data, shape {Shape(shape)}; the copy was cut short. Copy it again.");
            }

            done += wanted;
        }

        if (type == typeof(bool) && MemoryMarshal.AsBytes(((bool[])values).AsSpan()).IndexOfAnyExceptInRange((byte)0, (byte)1) >= 0)
            throw new DataException($"{name}: a boolean is neither 0 nor 1; the file is damaged.");
    }

    private static int SizeOf(Type type) =>
        type == typeof(bool) ? 1 : type == typeof(Half) ? 2 : Marshal.SizeOf(type);

    private static Array ToRowMajor(Array columnMajor, Type type, int[] shape)
    {
        var rowMajor = Array.CreateInstance(type, columnMajor.Length);
        var strides = new int[shape.Length];                              // of the source, in elements
        for (var (d, stride) = (0, 1); d < shape.Length; stride *= shape[d], d++) strides[d] = stride;

        var place = new int[shape.Length];
        var size = SizeOf(type);
        var source = 0L;
        for (var target = 0L; target < rowMajor.Length; target++)
        {
            CopyOne(columnMajor, source, rowMajor, target, size);
            for (var d = shape.Length - 1; d >= 0; d--)
            {
                source += strides[d];
                if (++place[d] < shape[d]) break;
                source -= (long)strides[d] * shape[d];
                place[d] = 0;
            }
        }

        return rowMajor;
    }

    private static void CopyOne(Array from, long source, Array to, long target, int size)
    {
        ref var read = ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(from), (nint)(source * size));
        ref var write = ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(to), (nint)(target * size));
        MemoryMarshal.CreateReadOnlySpan(ref read, size).CopyTo(MemoryMarshal.CreateSpan(ref write, size));
    }

    [GeneratedRegex(@"'descr'\s*:\s*'([^']*)'")]
    private static partial Regex DescrPattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape'\s*:\s*\(([^)]*)\)")]
    private static partial Regex ShapePattern();
}
