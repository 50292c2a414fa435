using Microsoft.DotNet.Interactive;
using NotebookKit.Interactive;

namespace System;

/// <summary>Shows values as outputs of the running cell, under the names that C# notebooks always had.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows the value at once.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">The forms to show, for example text/html; none means the richest form. text/plain is
    /// always among them.</param>
    /// <returns>The output, to be replaced by <see cref="DisplayedValue.Update"/>.</returns>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes)
    {
        var shown = new DisplayedValue(Guid.NewGuid().ToString("N"), value, mimeTypes);
        NotebookHost.Current.Display(MimeBundles.Of(value, mimeTypes), shown.DisplayId);
        return shown;
    }

    /// <summary>Shows text that is already in a form, as it is.</summary>
    /// <param name="value">The content: HTML, Markdown, JSON, base64 of a picture.</param>
    /// <param name="mimeType">What it is, for example text/markdown.</param>
    /// <returns>The output; an update takes new content of the same form.</returns>
    /// <exception cref="ArgumentException"><paramref name="mimeType"/> is blank.</exception>
    public static DisplayedValue DisplayAs(this string value, string mimeType)
    {
        var shown = new DisplayedValue(Guid.NewGuid().ToString("N"), value, [mimeType], isContent: true);
        NotebookHost.Current.Display(new FormattedValue(mimeType, value).ToBundle(), shown.DisplayId);
        return shown;
    }
}
