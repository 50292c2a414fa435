using System.Buffers.Binary;
using System.Text.Json;
using NotebookKit.Data;
using NotebookKit.TensorFiles;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Weights;

/// <summary>One tensor of a safetensors file: where its bytes lie, from the start of the data.</summary>
internal sealed record SafetensorsEntry(string Name, ScalarType Type, long[] Shape, long Begin, long End);

/// <summary>The header of a safetensors file, checked in full before anything is allocated for the data.</summary>
internal sealed record SafetensorsHeader(
    IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Bytes that a header may have, as in the reference implementation.</summary>
    public const int MaxBytes = 100_000_000;

    /// <summary>The key of the free text.</summary>
    public const string MetadataKey = "__metadata__";

    private const int LengthBytes = 8;

    /// <summary>The format's codes for the types that tensors have here.</summary>
    public static IReadOnlyDictionary<string, ScalarType> Types { get; } = new Dictionary<string, ScalarType>
    {
        ["BOOL"] = ScalarType.Bool,
        ["U8"] = ScalarType.Byte,
        ["I8"] = ScalarType.Int8,
        ["I16"] = ScalarType.Int16,
        ["I32"] = ScalarType.Int32,
        ["I64"] = ScalarType.Int64,
        ["F16"] = ScalarType.Float16,
        ["BF16"] = ScalarType.BFloat16,
        ["F32"] = ScalarType.Float32,
        ["F64"] = ScalarType.Float64,
        ["C64"] = ScalarType.ComplexFloat32,
    };

    /// <summary>Reads and checks the header; leaves the stream at the first byte of the data.</summary>
    /// <exception cref="DataException">Something does not fit; the message names the file and the field.</exception>
    public static SafetensorsHeader Read(Stream stream, string file)
    {
        var bytes = ReadBytes(stream, file);
        var data = stream.Length - LengthBytes - bytes.Length;
        var entries = new List<SafetensorsEntry>();
        var metadata = new Dictionary<string, string>();
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var names = new HashSet<string>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (!names.Add(property.Name))
                {
                    throw new DataException($"{file}: the name '{property.Name}' comes twice; names are unique.");
                }

                if (property.Name == MetadataKey)
                {
                    ReadMetadata(property.Value, metadata, file);
                }
                else
                {
                    entries.Add(ReadEntry(property.Name, property.Value, data, file));
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new DataException($"{file}: its header is no JSON of the safetensors form: {error.Message}", error);
        }

        RequireGapless(entries, data, file);
        return new(entries, metadata);
    }

    private static byte[] ReadBytes(Stream stream, string file)
    {
        var start = new byte[LengthBytes];
        if (stream.ReadAtLeast(start, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
        {
            throw new DataException($"{file}: a safetensors file begins with 8 bytes, but it has {stream.Length}.");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > MaxBytes || (long)length > stream.Length - LengthBytes)
        {
            throw new DataException(
                $"{file}: the header's length is {length} bytes, but {stream.Length - LengthBytes} follow and at " +
                $"most {MaxBytes} are read: no safetensors file, or cut short.");
        }

        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes is [(byte)'{', ..]
            ? bytes
            : throw new DataException($"{file}: the header must begin with '{{'; this is no safetensors file.");
    }

    private static void ReadMetadata(JsonElement value, Dictionary<string, string> metadata, string file)
    {
        foreach (var entry in Require(value, JsonValueKind.Object, MetadataKey, file).EnumerateObject())
        {
            var text = Require(entry.Value, JsonValueKind.String, $"{MetadataKey}.{entry.Name}", file).GetString()!;
            if (!metadata.TryAdd(entry.Name, text))
            {
                throw new DataException($"{file}: the name '{MetadataKey}.{entry.Name}' comes twice; names are " +
                    "unique.");
            }
        }
    }

    private static SafetensorsEntry ReadEntry(string name, JsonElement value, long data, string file)
    {
        var fields = new Dictionary<string, JsonElement>();
        foreach (var field in Require(value, JsonValueKind.Object, name, file).EnumerateObject())
        {
            if (field.Name is not ("dtype" or "shape" or "data_offsets") || !fields.TryAdd(field.Name, field.Value))
            {
                throw new DataException(
                    $"{file}: '{name}' has dtype, shape and data_offsets once each, but '{field.Name}' came.");
            }
        }

        if (fields.Count < 3)
        {
            throw new DataException($"{file}: '{name}' needs dtype, shape and data_offsets, but has {fields.Count} " +
                "of them.");
        }

        var code = Require(fields["dtype"], JsonValueKind.String, $"{name}.dtype", file).GetString()!;
        if (!Types.TryGetValue(code, out var type))
        {
            throw new DataException(
                $"{file}: '{name}.dtype' is '{code}'; the types read are {string.Join(", ", Types.Keys)}.");
        }

        var shape = Numbers(fields["shape"], $"{name}.shape", file);
        var offsets = Numbers(fields["data_offsets"], $"{name}.data_offsets", file);
        if (shape.Length > TensorBytes.MaxDimensions || TensorBytes.Count(shape) is not { } count)
        {
            throw new DataException(
                $"{file}: '{name}.shape' needs at most {TensorBytes.MaxDimensions} sizes from 0 whose bytes fit 63 " +
                $"bits, but is [{string.Join(", ", shape.Take(8))}{(shape.Length > 8 ? ", ..." : "")}].");
        }

        if (offsets is not [var begin, var end] || begin < 0 || end < begin || end > data)
        {
            throw new DataException(
                $"{file}: '{name}.data_offsets' is [{string.Join(", ", offsets.Take(8))}]; " +
                $"it needs 0 <= begin <= end <= {data}, the bytes of data. The file is damaged or cut short.");
        }

        return end - begin == count * type.ElementSize()
            ? new(name, type, shape, begin, end)
            : throw new DataException(
                $"{file}: '{name}' is {code} [{string.Join(", ", shape)}], " +
                $"{count * type.ElementSize()} bytes, but its data_offsets hold {end - begin}.");
    }

    // As the format says: the data holds every byte of the tensors once and nothing else.
    private static void RequireGapless(List<SafetensorsEntry> entries, long data, string file)
    {
        var at = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != at)
            {
                throw new DataException(
                    $"{file}: '{entry.Name}' must begin at byte {at} of the data, but begins at {entry.Begin}: " +
                    $"tensors {(entry.Begin < at ? "overlap" : "leave a gap")}. Save the file anew.");
            }

            at = entry.End;
        }

        if (at != data)
        {
            throw new DataException(
                $"{file}: its tensors end at byte {at} of the data, but it has {data} bytes. Save the file anew.");
        }
    }

    private static long[] Numbers(JsonElement value, string field, string file)
    {
        Require(value, JsonValueKind.Array, field, file);
        var numbers = new long[value.GetArrayLength()];
        for (var k = 0; k < numbers.Length; k++)
        {
            if (value[k].ValueKind != JsonValueKind.Number || !value[k].TryGetInt64(out numbers[k]))
            {
                throw new DataException($"{file}: '{field}' needs whole numbers of 64 bits, but element {k} is none.");
            }
        }

        return numbers;
    }

    private static JsonElement Require(JsonElement value, JsonValueKind kind, string field, string file) =>
        value.ValueKind == kind
            ? value
            : throw new DataException($"{file}: '{field}' must be a JSON {kind}, but is a {value.ValueKind}.");
}
