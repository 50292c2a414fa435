using Microsoft.DotNet.Interactive.Formatting;
using NotebookKit.Interactive;

namespace Microsoft.DotNet.Interactive;

/// <summary>One form of a value, as text.</summary>
public sealed class FormattedValue : IRichOutput
{
    /// <summary>Takes text that is already in a form.</summary>
    /// <param name="mimeType">What it is, for example text/html.</param>
    /// <param name="value">The text; base64 for a picture.</param>
    /// <exception cref="ArgumentException"><paramref name="mimeType"/> is blank.</exception>
    public FormattedValue(string mimeType, string value)
    {
        if (string.IsNullOrWhiteSpace(mimeType))
        {
            throw new ArgumentException(
                "A form needs its MIME type, for example text/html, but it is blank.", nameof(mimeType));
        }

        (MimeType, Value) = (mimeType, value);
    }

    /// <summary>What the text is.</summary>
    public string MimeType { get; }

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <summary>Formats a value.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeType">The form; null means the one that its type prefers.</param>
    public static FormattedValue CreateSingleFromObject(object? value, string? mimeType = null) =>
        CreateManyFromObject(value, mimeType is null ? [] : [mimeType])[0];

    /// <summary>Formats a value in several forms.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">The forms; none means those that its type prefers.</param>
    public static IReadOnlyList<FormattedValue> CreateManyFromObject(object? value, params string[] mimeTypes)
    {
        var forms = mimeTypes.Length > 0
            ? mimeTypes
            : [.. Formatter.GetPreferredMimeTypesFor(value?.GetType() ?? typeof(object))];
        return [.. forms.Select(form => new FormattedValue(form, value.ToDisplayString(form)))];
    }

    /// <inheritdoc/>
    public MimeBundle ToBundle() => MimeBundles.OfContent(MimeType, Value);

    /// <summary>The form and the head of the text.</summary>
    public override string ToString() => $"{MimeType}: {(Value.Length > 60 ? Value[..60] + "..." : Value)}";
}
