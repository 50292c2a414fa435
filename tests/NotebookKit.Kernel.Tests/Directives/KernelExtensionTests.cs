using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Directives;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Tests.Language;
using Xunit;

namespace NotebookKit.Kernel.Tests.Directives;

/// <summary>Assemblies with an IKernelExtension.</summary>
public sealed class KernelExtensionTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nk-extension");
    private readonly DirectiveEvaluator evaluator = new(Evaluators.New(), [], ".");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Reference_ToAnExtension_CallsItOnce()
    {
        var line = $"#r \"{Extension("NkCounts", "Calls++;")}\"\n";
        Assert.Contains("Counts.Extension: the extension was loaded.", evaluator.Run(line + "1").Warnings);
        Assert.Equal(1, evaluator.Run(line + "Counts.Extension.Calls").Value);
    }

    [Fact]
    public void Reference_ToAnExtensionThatFails_SaysSoAndKeepsTheAssembly()
    {
        var result = evaluator.Run($"#r \"{Extension("NkFails", "throw new InvalidOperationException(\"no lamp\");")}\"\nCounts.Extension.Calls");
        Assert.Equal(0, result.Value);
        Assert.Contains("Counts.Extension: the extension failed: InvalidOperationException: no lamp", result.Warnings);
    }

    [Fact]
    public void Extension_AddsADirective_ThatListsHelpAndCompletionKnow()
    {
        const string Adding = "kernel.AddDirective(new KernelDirective(\"#!clock\", \"shows the time\", call => { Calls += call.Words.Count + "
            + "10 * call.Options[\"--hours\"].Length + 100 * call.Text.Length; return Task.CompletedTask; }) "
            + "{ Usage = \"PLACE [--hours N]\", TakesText = true });";
        evaluator.Run($"#r \"{Extension("NkClock", Adding)}\"");

        Assert.Null(evaluator.Run("#!clock \"New York\" Rome --hours 24\nab").Error);
        Assert.Equal(2 + 20 + 200, evaluator.Run("Counts.Extension.Calls").Value);
        Assert.Equal(
            "#!clock PLACE [--hours N]                    shows the time",
            ((NotebookKit.Interactive.MimeBundle)evaluator.Run("#!clock -h").Value!).Text);
        Assert.Contains("clock", Completions("#!cl"));
        Assert.Equal(["--hours"], Completions("#!clock --h"));

        evaluator.Run("#!reset");
        Assert.Contains("'#!clock' is not supported here", evaluator.Run("#!clock").Error!.Message, StringComparison.Ordinal);

        IEnumerable<string> Completions(string code) =>
            evaluator.Services.Complete(code, code.Length, CancellationToken.None).Items.Select(i => i.Text);
    }

    [Fact]
    public void Cell_AddsADirective_WhoseErrorIsTheCells()
    {
        evaluator.Run(
            "Kernel.Current.AddDirective(new KernelDirective(\"greet\", \"greets\", async call => { await Task.Yield(); "
            + "if (call.Words.Count == 0) throw new ArgumentException(\"whom?\"); }));");

        Assert.Null(evaluator.Run("#!GREET you").Error);
        var error = evaluator.Run("1\n#!greet").Error!;
        Assert.Equal(("DirectiveError", 2), (error.Name, error.Line));
        Assert.Contains("#!greet failed: ArgumentException: whom?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Directive_WithAWrongName_IsRefused() => Assert.Contains(
        "The name of a directive holds letters, digits, '-' and '_', but is 'a b'.",
        Assert.Throws<ArgumentException>(() => new Microsoft.DotNet.Interactive.KernelDirective("a b", "", _ => Task.CompletedTask)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Directive_OfTheKernelItself_StaysAsItIs()
    {
        evaluator.Run("Kernel.Current.AddDirective(new KernelDirective(\"who\", \"\", _ => throw new Exception()));");
        Assert.Null(evaluator.Run("#!who").Error);
    }

    private string Extension(string name, string body)
    {
        var code = "using System; using System.Threading.Tasks; using Microsoft.DotNet.Interactive; namespace Counts { "
            + "public class Extension : IKernelExtension { public static int Calls; "
            + $"public Task OnLoadAsync(Kernel kernel) {{ {body} return Task.CompletedTask; }} }} }}";
        var path = Path.Combine(folder.FullName, name + ".dll");
        var made = CSharpCompilation.Create(
            name, [CSharpSyntaxTree.ParseText(code)], References.For([typeof(NotebookHost).Assembly]),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(path);
        Assert.True(made.Success, string.Join('\n', made.Diagnostics));
        return path;
    }
}
