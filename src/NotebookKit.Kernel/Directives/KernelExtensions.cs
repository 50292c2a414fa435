using System.Reflection;
using Microsoft.DotNet.Interactive;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Packages;

namespace NotebookKit.Kernel.Directives;

/// <summary>What packages and assemblies do once when they come: types that register something, and what lies in the
/// folder that .NET Interactive gave to extensions.</summary>
internal sealed class KernelExtensions
{
    private const string OldApi = "Microsoft.DotNet.Interactive";
    private static readonly string Api = typeof(IKernelExtension).Assembly.GetName().Name!;
    private static readonly string Place = Path.Combine("interactive-extensions", "dotnet");

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>The script of a package.</summary>
    /// <param name="package">A package that came.</param>
    public static IEnumerable<PackageScript> ScriptsOf(ResolvedPackage package) =>
        from place in (string[])[Path.Combine(package.Folder, Place), package.Folder]
        let script = Path.Combine(place, "extension.dib")
        where File.Exists(script)
        select new PackageScript(package.Id, script);

    /// <summary>Calls the extensions of assemblies. Only those that use the kit's interface are loaded for
    /// that.</summary>
    /// <param name="files">Full paths of assemblies that the cells may use.</param>
    /// <param name="assemblies">Loads them.</param>
    /// <returns>What the user should know: each extension, with the error of one that failed.</returns>
    public IEnumerable<string> Load(IEnumerable<string> files, CellAssemblies assemblies) =>
    [
        .. files.Where(f => seen.Add(f) && Uses(f, Api))
            .Select(f => assemblies.LoadFromAssemblyName(new AssemblyName(Path.GetFileNameWithoutExtension(f))))
            .SelectMany(a => a.GetExportedTypes())
            .Where(t => t is { IsAbstract: false } && typeof(IKernelExtension).IsAssignableFrom(t)).Select(Call),
    ];

    /// <summary>Calls the extensions that a package keeps in the folder for them.</summary>
    /// <param name="package">A package that came.</param>
    /// <param name="assemblies">Loads them.</param>
    /// <returns>What the user should know; also of an extension that only .NET Interactive itself can load.</returns>
    public IReadOnlyList<string> LoadOf(ResolvedPackage package, CellAssemblies assemblies)
    {
        var folder = Path.Combine(package.Folder, Place);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var files = Directory.GetFiles(folder, "*.dll").Order(StringComparer.Ordinal).ToList();
        assemblies.AddFiles(files.Where(f => Uses(f, Api)));
        return
        [
            .. Load(files, assemblies),
            .. files.Where(f => Uses(f, OldApi)).Select(f =>
                $"{package.Id}: its extension {Path.GetFileName(f)} is made for .NET Interactive itself and was left alone; "
                + "the package can be used without it."),
        ];
    }

    private static bool Uses(string file, string api) =>
        References.NamesIn(file).Contains(api, StringComparer.Ordinal);

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

/// <summary>A script that a package wants to be run when it comes.</summary>
/// <param name="Package">The package.</param>
/// <param name="Path">Full path of the script.</param>
internal sealed record PackageScript(string Package, string Path);
