using NotebookKit.Interactive;

namespace Microsoft.DotNet.Interactive;

/// <summary>The run of a cell, as far as its code may ask for it.</summary>
public sealed class KernelInvocationContext
{
    private KernelInvocationContext()
    {
    }

    /// <summary>The run of the cell that is running.</summary>
    public static KernelInvocationContext Current { get; } = new();

    /// <summary>Is cancelled when the user interrupts the running cell.</summary>
    public CancellationToken CancellationToken => NotebookHost.Current.Cancellation;

    /// <summary>Shows a value, as <see cref="DisplayExtensions.Display"/> does.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">The forms to show; none means the richest.</param>
    public DisplayedValue Display(object? value, params string[] mimeTypes) => value.Display(mimeTypes);

    /// <summary>Shows text that is already in a form, as <see cref="DisplayExtensions.DisplayAs"/> does.</summary>
    /// <param name="value">The content.</param>
    /// <param name="mimeType">What it is.</param>
    public DisplayedValue DisplayAs(string value, string mimeType) => value.DisplayAs(mimeType);
}
