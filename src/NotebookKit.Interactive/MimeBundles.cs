using Microsoft.DotNet.Interactive.Formatting;

namespace NotebookKit.Interactive;

/// <summary>Turns any value into an output.</summary>
public static class MimeBundles
{
    /// <summary>The forms of a value: its own (<see cref="IRichOutput"/>), else those that the formatters registered
    /// with
    /// <see cref="Formatter"/> prefer for its type; always with text/plain.</summary>
    /// <param name="value">Any value; null is shown as &lt;null&gt;.</param>
    /// <remarks>A formatter that throws loses nothing: the value's own text is shown with a note. HTML that says no
    /// more
    /// than the text is left out.</remarks>
    public static MimeBundle Of(object? value)
    {
        switch (value)
        {
            case null:
                return MimeBundle.OfText(Formatter.NullString);
            case MimeBundle bundle:
                return bundle;
            case string text:
                return MimeBundle.OfText(text);
            case Task task:
                var name = task.GetType().Name.Split('`')[0];
                return MimeBundle.OfText($"{name} ({task.Status}); write 'await' for its result.");
        }

        try
        {
            return value is IRichOutput rich ? rich.ToBundle() : Formatted(value);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            var note = $"(its formatter failed: {error.GetType().Name}: {error.Message})";
            return MimeBundle.OfText($"{OwnText(value)}\n{note}");
        }
    }

    private static MimeBundle Formatted(object value)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var mimeType in Formatter.GetPreferredMimeTypesFor(value.GetType()))
        {
            data[mimeType] = value.ToDisplayString(mimeType);
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

    private static string OwnText(object value)
    {
        try
        {
            return value.ToString() ?? "";
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return $"{value.GetType()} (its ToString failed: {error.GetType().Name})";
        }
    }
}
