using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;

namespace NotebookKit.Interactive;

/// <summary>Turns any value into an output.</summary>
public static class MimeBundles
{
    /// <summary>The forms of a value: its own (<see cref="IRichOutput"/>), else those that the formatters registered
    /// with <see cref="Formatter"/> make; always with text/plain.</summary>
    /// <param name="value">Any value; null is shown as &lt;null&gt;.</param>
    /// <param name="mimeTypes">The forms wanted; none means those that its type prefers.</param>
    /// <remarks>A formatter that throws loses nothing: the value's own text is shown with a note. HTML that says no
    /// more than the text is left out where it was not asked for.</remarks>
    public static MimeBundle Of(object? value, params IReadOnlyList<string> mimeTypes)
    {
        try
        {
            return mimeTypes.Count > 0 ? Asked(value, mimeTypes) : Preferred(value);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            var note = $"(its formatter failed: {error.GetType().Name}: {error.Message})";
            return MimeBundle.OfText($"{OwnText(value)}\n{note}");
        }
    }

    /// <summary>Text that is already in a form, with text/plain beside it.</summary>
    /// <param name="mimeType">The form.</param>
    /// <param name="content">The text; base64 for a picture.</param>
    /// <exception cref="JsonException">The form is JSON and the text is not.</exception>
    internal static MimeBundle OfContent(string mimeType, string content)
    {
        var text = mimeType == MimeTypes.Html ? Html.ToText(content)
            : mimeType.StartsWith("image/", StringComparison.Ordinal) ? $"({mimeType})" : content;
        return new(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [MimeTypes.PlainText] = text, [mimeType] = Typed(mimeType, content),
        });
    }

    private static MimeBundle Preferred(object? value)
    {
        switch (value)
        {
            case null:
                return MimeBundle.OfText(Formatter.NullString);
            case MimeBundle bundle:
                return bundle;
            case IRichOutput rich:
                return rich.ToBundle();
            case string text:
                return MimeBundle.OfText(text);
            case IHtmlContent content:
                return new Html(Markup(content)).ToBundle();
            case Task task:
                var name = task.GetType().Name.Split('`')[0];
                return MimeBundle.OfText($"{name} ({task.Status}); write 'await' for its result.");
        }

        if (RichFormatter.OfFamily(value) is { } made)
        {
            return made.ToBundle();
        }

        using var whole = new RichFormatter.Capture(value);
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var mimeType in Formatter.GetPreferredMimeTypesFor(value.GetType()))
        {
            data[mimeType] = Typed(mimeType, value.ToDisplayString(mimeType));
            if (whole.Bundle is { } bundle)
            {
                return bundle;
            }
        }

        if (data.TryGetValue(MimeTypes.Html, out var html))
        {
            var markup = FormatterHtml.WithoutStyleSheet((string)html);
            if (FormatterHtml.SaysNoMoreThanText(markup))
            {
                data.Remove(MimeTypes.Html);
            }
            else
            {
                data[MimeTypes.Html] = markup;
            }
        }

        data.TryAdd(MimeTypes.PlainText, value.ToDisplayString(MimeTypes.PlainText));
        return new MimeBundle(data);
    }

    private static MimeBundle Asked(object? value, IReadOnlyList<string> mimeTypes)
    {
        var own = value is MimeBundle or IRichOutput ? Preferred(value) : null;
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var mimeType in mimeTypes.Append(MimeTypes.PlainText).Distinct(StringComparer.Ordinal))
        {
            data[mimeType] = own?.Data.GetValueOrDefault(mimeType) ?? Form(value, mimeType);
        }

        return new MimeBundle(data, own?.Metadata);
    }

    private static object Form(object? value, string mimeType)
    {
        if (value is string text && mimeType == MimeTypes.PlainText)
        {
            return text;
        }

        using var whole = new RichFormatter.Capture(value);
        var form = value.ToDisplayString(mimeType);
        return mimeType == MimeTypes.Html ? FormatterHtml.WithoutStyleSheet(form)
            : whole.Bundle?.Data.GetValueOrDefault(mimeType) ?? Typed(mimeType, form);
    }

    /// <summary>JSON goes as JSON, everything else as text.</summary>
    private static object Typed(string mimeType, string content) =>
        mimeType == MimeTypes.Json || mimeType.EndsWith("+json", StringComparison.Ordinal)
            ? JsonNode.Parse(content) ?? JsonValue.Create("null")
            : (object)content;         // a string would turn into JSON by itself

    private static string Markup(IHtmlContent content)
    {
        using var writer = new StringWriter();
        content.WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }

    private static string OwnText(object? value)
    {
        try
        {
            return value?.ToString() ?? "";
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return $"{value!.GetType()} (its ToString failed: {error.GetType().Name})";
        }
    }
}
