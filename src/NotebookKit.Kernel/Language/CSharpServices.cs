using NotebookKit.Interactive;

namespace NotebookKit.Kernel.Language;

/// <summary>Answers questions about C# cells from the compilation of the cells that have run.</summary>
internal sealed class CSharpServices(Func<SubmissionChain> chain) : ILanguageServices
{
    public Completeness Check(string code) => SyntaxCheck.Of(code);

    public CompletionList Complete(string code, int position, CancellationToken cancel) =>
        new Completion(chain(), SyntaxCheck.WithoutDirectives(code), position).Find(cancel);

    public MimeBundle? Inspect(string code, int position, bool detailed, CancellationToken cancel) =>
        new Inspection(chain().Bind(SyntaxCheck.WithoutDirectives(code)), chain()).At(position, detailed);
}
