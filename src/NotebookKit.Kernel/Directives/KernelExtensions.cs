using System.Reflection;
using Microsoft.DotNet.Interactive;
using NotebookKit.Kernel.Language;

namespace NotebookKit.Kernel.Directives;

/// <summary>Types of referenced assemblies that register something when they come: each is called once.</summary>
internal sealed class KernelExtensions
{
    private static readonly string Api = typeof(IKernelExtension).Assembly.GetName().Name!;

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>Calls the extensions of assemblies. Only those that use the kit's interface are loaded for that.</summary>
    /// <param name="files">Full paths of assemblies that the cells may use.</param>
    /// <param name="assemblies">Loads them.</param>
    /// <returns>What the user should know: each extension, with the error of one that failed.</returns>
    public IEnumerable<string> Load(IEnumerable<string> files, CellAssemblies assemblies) =>
    [
        .. files.Where(f => seen.Add(f) && References.NamesIn(f).Contains(Api, StringComparer.Ordinal))
            .Select(f => assemblies.LoadFromAssemblyName(new AssemblyName(Path.GetFileNameWithoutExtension(f))))
            .SelectMany(a => a.GetExportedTypes())
            .Where(t => t is { IsAbstract: false } && typeof(IKernelExtension).IsAssignableFrom(t)).Select(Call),
    ];

    private static string Call(Type type)
    {
        try
        {
            ((IKernelExtension)Activator.CreateInstance(type)!).OnLoadAsync(Microsoft.DotNet.Interactive.Kernel.Current)
                .GetAwaiter().GetResult();
            return $"{type.FullName}: the extension was loaded.";
        }
        catch (Exception error) when (error is not (OperationCanceledException or ThreadInterruptedException))
        {
            return $"{type.FullName}: the extension failed: {error.GetType().Name}: {error.Message}";
        }
    }
}
