using NotebookKit.Interactive;

namespace Microsoft.DotNet.Interactive;

/// <summary>A formula or another piece of LaTeX.</summary>
/// <param name="latexCode">The LaTeX, with its own dollar signs.</param>
public sealed class LaTeXString(string latexCode) : IRichOutput
{
    /// <summary>Text as LaTeX.</summary>
    /// <param name="source">The LaTeX.</param>
    public static implicit operator LaTeXString(string source) => new(source);

    /// <inheritdoc/>
    public MimeBundle ToBundle() => MimeBundles.OfContent(MimeTypes.Latex, latexCode);

    /// <summary>The LaTeX.</summary>
    public override string ToString() => latexCode;
}

/// <summary>A formula on a line of its own.</summary>
/// <param name="latexCode">The formula; its pair of double dollar signs may be left out.</param>
public sealed class MathString(string latexCode) : IRichOutput
{
    private const string Fence = "$$";

    private readonly string formula = (latexCode.StartsWith(Fence, StringComparison.Ordinal) ? "" : Fence)
        + latexCode
        + (latexCode.Length > Fence.Length && latexCode.EndsWith(Fence, StringComparison.Ordinal) ? "" : Fence);

    /// <summary>Text as a formula.</summary>
    /// <param name="source">The formula.</param>
    public static implicit operator MathString(string source) => new(source);

    /// <inheritdoc/>
    public MimeBundle ToBundle() => MimeBundles.OfContent(MimeTypes.Latex, formula);

    /// <summary>The formula between double dollar signs.</summary>
    public override string ToString() => formula;
}
