using System.Text.Json;

namespace NotebookKit.Runs;

/// <summary>The one JSON form of run files: camel case, indented, required members checked.</summary>
public static class RunJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,   // ">= 0.95" stays readable
    };

    /// <summary>The bytes of a run file.</summary>
    /// <typeparam name="T">A record of plain values.</typeparam>
    /// <param name="value">What the file holds.</param>
    /// <returns>UTF-8 JSON with a line end.</returns>
    public static byte[] ToBytes<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, Options), (byte)'\n'];

    /// <summary>Reads a run file.</summary>
    /// <typeparam name="T">The record it was made of.</typeparam>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is not JSON of this form.</exception>
    public static T Read<T>(string path) => Parse<T>(File.ReadAllBytes(path), path);

    /// <summary>Reads the content of a run file.</summary>
    /// <typeparam name="T">The record it was made of.</typeparam>
    /// <param name="content">UTF-8 JSON.</param>
    /// <param name="path">Where it comes from, for messages.</param>
    /// <exception cref="InvalidDataException">It is not JSON of this form.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> content, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(content, Options)
                ?? throw new InvalidDataException($"{path} must hold a JSON object, but holds null.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"{path} is not a run file that this version of the kit reads: {error.Message}", error);
        }
    }
}
