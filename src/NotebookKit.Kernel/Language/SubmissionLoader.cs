using System.Reflection;
using System.Runtime.Loader;

namespace NotebookKit.Kernel.Language;

/// <summary>Holds the compiled cells of one chain; everything else comes from the host, so that types are the
/// same.</summary>
internal sealed class SubmissionLoader() : AssemblyLoadContext("cells")
{
    private readonly Dictionary<string, Assembly> submissions = new(StringComparer.Ordinal);

    public Assembly Add(Stream image, Stream symbols)
    {
        var assembly = LoadFromStream(image, symbols);
        submissions[assembly.GetName().Name!] = assembly;
        return assembly;
    }

    protected override Assembly? Load(AssemblyName assemblyName) => submissions.GetValueOrDefault(assemblyName.Name!);
}
