using NotebookKit.Interactive;

namespace Microsoft.DotNet.Interactive;

/// <summary>A secret that no output shows by accident.</summary>
/// <param name="clearTextPassword">The secret.</param>
public sealed class PasswordString(string clearTextPassword) : IRichOutput
{
    /// <summary>The secret itself.</summary>
    public string GetClearTextPassword() => clearTextPassword;

    /// <inheritdoc/>
    public MimeBundle ToBundle() => MimeBundle.OfText(ToString());

    /// <summary>Asterisks, as many for every secret.</summary>
    public override string ToString() => "************";
}
