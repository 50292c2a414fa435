using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace NotebookKit.Kernel.Protocol;

/// <summary>Reads the fields of a request with their defaults, and writes JSON as front ends take it.</summary>
internal static class Json
{
    /// <summary>NaN and infinities are no JSON: they become texts; other alphabets stay as they are.</summary>
    private static readonly JsonSerializerOptions Options = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The bytes of a JSON object.</summary>
    public static byte[] Bytes(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json, Options);

    /// <summary>A text field.</summary>
    /// <exception cref="InvalidRequestException">It is missing, or no text.</exception>
    public static string Text(this JsonElement content, string name) =>
        content.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? Valid(value)
            : throw Wrong(content, name, "a text");

    /// <summary>A text field that may be missing.</summary>
    /// <exception cref="InvalidRequestException">It is there, and no text.</exception>
    public static string? OptionalText(this JsonElement content, string name) =>
        IsAbsent(content, name) ? null : content.Text(name);

    /// <summary>A field that is true or false.</summary>
    /// <exception cref="InvalidRequestException">It is something else.</exception>
    public static bool Flag(this JsonElement content, string name, bool absent) =>
        IsAbsent(content, name) ? absent
        : content.GetProperty(name).ValueKind is JsonValueKind.True or JsonValueKind.False
            ? content.GetProperty(name).GetBoolean()
        : throw Wrong(content, name, "true or false");

    /// <summary>A whole number.</summary>
    /// <exception cref="InvalidRequestException">It is something else.</exception>
    public static int? Number(this JsonElement content, string name) =>
        IsAbsent(content, name) ? null
        : content.GetProperty(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number)
            ? number
        : throw Wrong(content, name, "a whole number");

    /// <summary>A JSON object that may be missing.</summary>
    /// <exception cref="InvalidRequestException">It is there, and no object.</exception>
    public static JsonElement? OptionalObject(this JsonElement content, string name) =>
        IsAbsent(content, name) ? null
        : content.GetProperty(name) is { ValueKind: JsonValueKind.Object } value ? value
        : throw Wrong(content, name, "an object");

    /// <summary>A text; one with half a surrogate pair, which JSON can write but no text can hold, is
    /// refused.</summary>
    public static string Valid(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidRequestException($"A text of the message is no Unicode: {error.Message}", error);
        }
    }

    private static bool IsAbsent(JsonElement content, string name) =>
        !content.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null;

    private static InvalidRequestException Wrong(JsonElement content, string name, string needed) =>
        new($"'{name}' must be {needed}, but is {(content.TryGetProperty(name, out var value) ? Short(value.GetRawText()) : "missing")}.");

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "...";
}

/// <summary>A request whose content does not follow the protocol.</summary>
/// <param name="message">Which field, what it must be, what came.</param>
/// <param name="inner">The cause; may be null.</param>
internal sealed class InvalidRequestException(string message, Exception? inner = null) : Exception(message, inner);
