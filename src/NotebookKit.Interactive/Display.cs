namespace NotebookKit.Interactive;

/// <summary>Shows values as outputs of the running cell.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows the value at once, in its richest form.</summary>
    /// <param name="value">Any value.</param>
    /// <returns>The output, to be replaced by <see cref="DisplayedValue.Update"/>.</returns>
    public static DisplayedValue Display(this object? value)
    {
        var displayed = new DisplayedValue(Guid.NewGuid().ToString("N"));
        NotebookHost.Current.Display(MimeBundles.Of(value), displayed.DisplayId);
        return displayed;
    }
}

/// <summary>The words that a cell may use without a prefix, under the names that C# notebooks always had.</summary>
public static class Cell
{
    /// <summary>Shows the value at once, as <see cref="DisplayExtensions.Display"/> does.</summary>
    /// <param name="value">Any value.</param>
    public static DisplayedValue display(object? value) => value.Display();

    /// <summary>Markup to show as it is: as the last expression of a cell, or with <see cref="display"/>.</summary>
    /// <param name="markup">HTML; data inside must be encoded.</param>
    public static Html HTML(string markup) => new(markup);

    /// <summary>Asks the user for a line.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <exception cref="InvalidOperationException">Nobody is there to answer.</exception>
    public static string input(string prompt = "") => NotebookHost.Current.Input(prompt, secret: false);

    /// <summary>Asks the user for a line that is not to be seen.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <exception cref="InvalidOperationException">Nobody is there to answer.</exception>
    public static string password(string prompt = "") => NotebookHost.Current.Input(prompt, secret: true);
}
