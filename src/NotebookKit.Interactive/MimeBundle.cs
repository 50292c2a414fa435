namespace NotebookKit.Interactive;

/// <summary>One output in several forms, keyed by MIME type; a front end shows the richest form that it can.</summary>
public sealed record MimeBundle
{
    /// <summary>Creates a bundle.</summary>
    /// <param name="data">By MIME type: string for text/* and image/svg+xml, byte[] for image/png and image/jpeg,
    /// JsonNode for */json. Must contain text/plain.</param>
    /// <param name="metadata">By MIME type (alternative texts, <see cref="AltText"/>) or front end; may be
    /// null.</param>
    /// <exception cref="ArgumentException">There is no text/plain, or a value has the wrong type.</exception>
    public MimeBundle(IReadOnlyDictionary<string, object> data, IReadOnlyDictionary<string, object>? metadata = null)
    {
        if (!data.TryGetValue(MimeTypes.PlainText, out var plain) || plain is not string)
        {
            throw new ArgumentException(
                $"An output needs a string for {MimeTypes.PlainText}, but has only: {string.Join(", ", data.Keys)}.",
                nameof(data));
        }

        foreach (var (mimeType, value) in data)
        {
            if (value is not (string or byte[] or System.Text.Json.Nodes.JsonNode))
            {
                throw new ArgumentException(
                    $"{mimeType} must be a string, byte[] or JsonNode, but is {value.GetType().Name}.", nameof(data));
            }
        }

        Data = data;
        Metadata = metadata;
    }

    /// <summary>The forms, by MIME type.</summary>
    public IReadOnlyDictionary<string, object> Data { get; }

    /// <summary>Facts about the forms, by MIME type or front end.</summary>
    public IReadOnlyDictionary<string, object>? Metadata { get; init; }

    /// <summary>The text/plain form.</summary>
    public string Text => (string)Data[MimeTypes.PlainText];

    /// <summary>A bundle of text alone.</summary>
    /// <param name="text">The text/plain form.</param>
    public static MimeBundle OfText(string text) =>
        new(new Dictionary<string, object>(StringComparer.Ordinal) { [MimeTypes.PlainText] = text });

    /// <summary>The metadata that gives one form its alternative text, as nbconvert reads it: {mime: {"alt":
    /// text}}.</summary>
    /// <param name="mimeType">The form that the text describes, for example image/png.</param>
    /// <param name="alt">What is seen, in words.</param>
    public static IReadOnlyDictionary<string, object> AltText(string mimeType, string alt) =>
        new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [mimeType] = new System.Text.Json.Nodes.JsonObject { ["alt"] = alt },
        };
}

/// <summary>The MIME types that notebooks exchange.</summary>
public static class MimeTypes
{
    /// <summary>Plain text; every output has it.</summary>
    public const string PlainText = "text/plain";

    /// <summary>HTML.</summary>
    public const string Html = "text/html";

    /// <summary>Markdown.</summary>
    public const string Markdown = "text/markdown";

    /// <summary>LaTeX.</summary>
    public const string Latex = "text/latex";

    /// <summary>A picture as bytes of a PNG file.</summary>
    public const string Png = "image/png";

    /// <summary>A picture as bytes of a JPEG file.</summary>
    public const string Jpeg = "image/jpeg";

    /// <summary>A picture as SVG text.</summary>
    public const string Svg = "image/svg+xml";

    /// <summary>A script for the page.</summary>
    public const string JavaScript = "application/javascript";

    /// <summary>JSON.</summary>
    public const string Json = "application/json";
}
