using NotebookKit.Interactive;

namespace Microsoft.DotNet.Interactive;

/// <summary>Questions to the user that a cell may ask without a prefix.</summary>
public static class TopLevelMethods
{
    /// <summary>Asks the user for a line.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <exception cref="InvalidOperationException">Nobody is there to answer.</exception>
    public static string input(string prompt = "") => NotebookHost.Current.Input(prompt, secret: false);

    /// <summary>Asks the user for a line that is not to be seen.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <exception cref="InvalidOperationException">Nobody is there to answer.</exception>
    public static PasswordString password(string prompt = "") => new(NotebookHost.Current.Input(prompt, secret: true));
}
