using System.Buffers.Binary;
using System.Text.Json;
using NotebookKit.Data;
using NotebookKit.Interactive;
using NotebookKit.TensorFiles;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Weights;

/// <summary>
/// Reads and writes safetensors files: 8 bytes with the length of the header, little-endian, the header in JSON, then
/// the raw data. A file holds nothing but numbers; every size and offset is checked before memory is taken.
/// </summary>
public static class Safetensors
{
    private const int Alignment = 8;                                        // bytes, of the first tensor in the file

    /// <summary>Reads all tensors of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors in the types of the file, outside of all dispose scopes; freed with the set.</returns>
    /// <exception cref="DataException">The file is missing, damaged, or holds a type that tensors do not have here; the
    /// message names the file and the field.</exception>
    public static WeightSet Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new DataException($"{path} is missing; a safetensors file is needed.");
        }

        using var stream = File.OpenRead(path);
        return Read(stream, Path.GetFileName(path));
    }

    /// <summary>Reads all tensors of a stream that can seek.</summary>
    /// <param name="stream">From its start to its end.</param>
    /// <param name="name">What messages call it.</param>
    /// <inheritdoc cref="Read(string)"/>
    public static WeightSet Read(Stream stream, string name)
    {
        stream.Position = 0;
        var header = SafetensorsHeader.Read(stream, name);
        var start = stream.Position;
        var tensors = new Dictionary<string, Tensor>();
        var weights = new WeightSet(name, tensors, header.Metadata);
        try
        {
            foreach (var entry in header.Entries)
            {
                stream.Position = start + entry.Begin;
                tensors.Add(entry.Name, TensorBytes.Read(stream, entry.Shape, entry.Type, $"{name}: '{entry.Name}'"));
            }

            return weights;
        }
        catch (ArchiveException error)
        {
            weights.Dispose();
            throw new DataException(error.Message, error);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Writes tensors to a file, aside and then renamed. Larger element types come first, so that every tensor
    /// is aligned to its elements.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="tensors">Names, such as those of <c>state_dict</c>, and tensors of any device and layout.</param>
    /// <param name="metadata">Free text; none where null.</param>
    /// <exception cref="DataException">A name is reserved, or the format has no code for an element type.</exception>
    /// <exception cref="IOException">The file cannot be written; a former one stays.</exception>
    public static void Write(
        string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        if (tensors.ContainsKey(SafetensorsHeader.MetadataKey))
        {
            throw new DataException(
                $"{path}: '{SafetensorsHeader.MetadataKey}' is the name of the free text; give the tensor another.");
        }

        var ordered = tensors.OrderByDescending(entry => entry.Value.element_size()).ToList();
        var header = Header(path, ordered, metadata);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (var (_, tensor) in ordered)
            {
                TensorBytes.Write(stream, tensor);
            }
        });
    }

    private static byte[] Header(
        string path, List<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        buffer.Write(new byte[sizeof(ulong)]);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(SafetensorsHeader.MetadataKey);
                foreach (var (key, text) in metadata)
                {
                    json.WriteString(key, text);
                }

                json.WriteEndObject();
            }

            var at = 0L;
            foreach (var (name, tensor) in tensors)
            {
                at = WriteEntry(json, path, name, tensor, at);
            }

            json.WriteEndObject();
        }

        while (buffer.Length % Alignment != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        if (buffer.Length - sizeof(ulong) > SafetensorsHeader.MaxBytes)
        {
            throw new DataException(
                $"{path}: the header would have {buffer.Length} bytes, at most {SafetensorsHeader.MaxBytes} are read " +
                "back. Write fewer tensors or shorter names.");
        }

        var header = buffer.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)(header.Length - sizeof(ulong)));
        return header;
    }

    private static long WriteEntry(Utf8JsonWriter json, string path, string name, Tensor tensor, long begin)
    {
        var type = tensor.dtype;
        var code = SafetensorsHeader.Types.FirstOrDefault(entry => entry.Value == type).Key
            ?? throw new DataException(
                $"{path}: '{name}' holds {type}; safetensors has {string.Join(", ", SafetensorsHeader.Types.Values)}.");
        var end = begin + tensor.numel() * type.ElementSize();
        json.WriteStartObject(name);
        json.WriteString("dtype", code);
        WriteNumbers(json, "shape", tensor.shape);
        WriteNumbers(json, "data_offsets", [begin, end]);
        json.WriteEndObject();
        return end;
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, long[] numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
