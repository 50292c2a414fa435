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
