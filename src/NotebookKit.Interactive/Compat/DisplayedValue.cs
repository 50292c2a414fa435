using NotebookKit.Interactive;

namespace Microsoft.DotNet.Interactive;

/// <summary>An output that is on the page and can be replaced in place.</summary>
public sealed class DisplayedValue
{
    private readonly string[] mimeTypes;
    private readonly bool isContent;

    internal DisplayedValue(string displayId, object? value, string[] mimeTypes, bool isContent = false) =>
        (DisplayId, Value, this.mimeTypes, this.isContent) = (displayId, value, mimeTypes, isContent);

    /// <summary>The id of the output, unique in this process and beyond.</summary>
    public string DisplayId { get; }

    /// <summary>The value that is shown.</summary>
    public object? Value { get; private set; }

    /// <summary>Shows another value in the same place, in the forms that the first display asked for. May be called
    /// from any thread, also after its cell ended.</summary>
    /// <param name="value">The new value.</param>
    public void Update(object? value)
    {
        Value = value;
        var bundle = isContent && value is string content
            ? new FormattedValue(mimeTypes[0], content).ToBundle()
            : MimeBundles.Of(value, mimeTypes);
        NotebookHost.Current.Update(bundle, DisplayId);
    }
}
