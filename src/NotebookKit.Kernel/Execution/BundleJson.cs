using System.Globalization;
using System.Text.Json.Nodes;
using NotebookKit.Interactive;

namespace NotebookKit.Kernel.Execution;

/// <summary>An output's forms as JSON, the same in a notebook file and on the wire: pictures as base64, JSON as
/// JSON.</summary>
internal static class BundleJson
{
    /// <summary>Sets "data" and "metadata".</summary>
    /// <param name="output">The object to fill.</param>
    /// <param name="bundle">The forms.</param>
    /// <returns>The object.</returns>
    /// <exception cref="InvalidOperationException">A value has a type that <see cref="MimeBundle"/>
    /// refuses.</exception>
    public static JsonObject Fill(JsonObject output, MimeBundle bundle)
    {
        var data = new JsonObject();
        foreach (var (mimeType, value) in bundle.Data)
        {
            data[mimeType] = value switch
            {
                byte[] bytes => Convert.ToBase64String(bytes),
                JsonNode node => node.DeepClone(),
                string text => text,
                _ => throw new InvalidOperationException(
                    $"{mimeType} is a {value.GetType().Name}; MimeBundle refuses that."),
            };
        }

        var metadata = new JsonObject();
        foreach (var (key, value) in bundle.Metadata ?? new Dictionary<string, object>(StringComparer.Ordinal))
        {
            metadata[key] = value is JsonNode node
                ? node.DeepClone()
                : Convert.ToString(value, CultureInfo.InvariantCulture);
        }

        output["data"] = data;
        output["metadata"] = metadata;
        return output;
    }
}
