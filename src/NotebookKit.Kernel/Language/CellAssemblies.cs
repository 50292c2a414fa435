using System.Reflection;
using System.Runtime.Loader;

namespace NotebookKit.Kernel.Language;

/// <summary>Loads what cells use: the cells themselves, packages, assemblies of #r lines and their native libraries.
/// What the host of this process has comes from the host, so that types are the same.</summary>
internal sealed class CellAssemblies() : AssemblyLoadContext("cells")
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<Assembly>> loaded = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> files = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> folders = [];

    /// <summary>Native libraries that assemblies loaded here may ask for.</summary>
    public NativeFiles Native { get; } = new();

    /// <summary>Loads a compiled cell.</summary>
    /// <param name="image">The assembly.</param>
    /// <param name="symbols">Its symbols.</param>
    public Assembly Add(Stream image, Stream symbols) => Keep(LoadFromStream(image, symbols));

    /// <summary>Loads an assembly that may be there already in another version: each has a context of its
    /// own.</summary>
    /// <param name="image">The assembly.</param>
    /// <param name="symbols">Its symbols.</param>
    public Assembly AddVersion(Stream image, Stream symbols) =>
        Keep(new Beside(this, []).LoadFromStream(image, symbols));

    /// <summary>Makes a set of assemblies known that belong together, as a build leaves them; earlier versions stay
    /// loaded for the objects made of them.</summary>
    /// <param name="paths">Full paths.</param>
    public void AddVersions(IReadOnlyList<string> paths)
    {
        var context = new Beside(this, paths.ToDictionary(
            p => Path.GetFileNameWithoutExtension(p), StringComparer.OrdinalIgnoreCase));
        foreach (var path in paths)
        {
            Keep(context.LoadFromAssemblyPath(path));
        }
    }

    /// <summary>Makes assemblies known, to be loaded when they are needed; the first file of a name wins.</summary>
    /// <param name="paths">Full paths.</param>
    public void AddFiles(IEnumerable<string> paths)
    {
        lock (gate)
        {
            foreach (var path in paths)
            {
                files.TryAdd(Path.GetFileNameWithoutExtension(path), path);
            }
        }
    }

    /// <summary>Makes a folder known, in which assemblies and native libraries are looked for last.</summary>
    /// <param name="folder">Full path.</param>
    public void AddFolder(string folder)
    {
        lock (gate)
        {
            if (!folders.Contains(folder, StringComparer.Ordinal))
            {
                folders.Add(folder);
                Native.AddFolder(folder);
            }
        }
    }

    /// <summary>The file that an assembly of this name is loaded from; null when none is known.</summary>
    /// <param name="name">Simple name.</param>
    public string? FileOf(string name)
    {
        lock (gate)
        {
            return files.GetValueOrDefault(name);
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName) => Find(assemblyName);

    protected override nint LoadUnmanagedDll(string unmanagedDllName) => Native.Load(unmanagedDllName);

    private Assembly? Find(AssemblyName wanted)
    {
        var name = wanted.Name!;
        if (References.HostFiles.ContainsKey(name))
        {
            return null;
        }

        string? path;
        lock (gate)
        {
            if (loaded.TryGetValue(name, out var versions))
            {
                return versions.FindLast(v => v.GetName().Version == wanted.Version) ?? versions[^1];
            }

            path = files.GetValueOrDefault(name)
                ?? folders.Select(f => Path.Combine(f, name + ".dll")).FirstOrDefault(File.Exists);
        }

        return path is null ? null : LoadFromAssemblyPath(path);
    }

    private Assembly Keep(Assembly assembly)
    {
        lock (gate)
        {
            var name = assembly.GetName().Name!;
            if (!loaded.TryGetValue(name, out var versions))
            {
                loaded[name] = versions = [];
            }

            versions.Add(assembly);
        }

        return assembly;
    }

    /// <summary>One version of some assemblies; what is not among them comes from the cells' context.</summary>
    private sealed class Beside(CellAssemblies cells, Dictionary<string, string> own)
        : AssemblyLoadContext("beside cells")
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            own.TryGetValue(assemblyName.Name!, out var path) && !References.HostFiles.ContainsKey(assemblyName.Name!)
                ? LoadFromAssemblyPath(path)
                : cells.Find(assemblyName);

        protected override nint LoadUnmanagedDll(string unmanagedDllName) => cells.Native.Load(unmanagedDllName);
    }
}
