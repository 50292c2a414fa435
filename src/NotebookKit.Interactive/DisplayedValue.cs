namespace NotebookKit.Interactive;

/// <summary>An output that is on the page and can be replaced in place.</summary>
public sealed class DisplayedValue
{
    internal DisplayedValue(string displayId) => DisplayId = displayId;

    /// <summary>The id of the output, unique in this process and beyond.</summary>
    public string DisplayId { get; }

    /// <summary>Shows another value in the same place. May be called from any thread, also after its cell
    /// ended.</summary>
    /// <param name="value">The new value.</param>
    public void Update(object? value) => NotebookHost.Current.Update(MimeBundles.Of(value), DisplayId);
}
