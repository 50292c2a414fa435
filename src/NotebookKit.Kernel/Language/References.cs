using System.Collections.Concurrent;
using System.IO.MemoryMappedFiles;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace NotebookKit.Kernel.Language;

/// <summary>What cells may use: the framework and the given assemblies with all that these need.</summary>
internal static class References
{
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), MetadataReference>
        Made = new();

    private static readonly Lazy<Dictionary<string, string>> Host = new(KnownFiles);

    /// <summary>The managed files that the host of this process would load, by simple name.</summary>
    public static IReadOnlyDictionary<string, string> HostFiles => Host.Value;

    /// <summary>One reference per file: the shared framework of this process, then the closure of the
    /// assemblies.</summary>
    public static IReadOnlyList<MetadataReference> For(IEnumerable<Assembly> assemblies)
    {
        var files = new HashSet<string>(
            HostFiles.Values.Where(file => Path.GetDirectoryName(file) == Framework), StringComparer.Ordinal);
        var open = new Stack<string>(assemblies.Select(a => a.Location).Where(location => location.Length > 0));
        while (open.TryPop(out var file))
        {
            if (files.Add(file))
            {
                foreach (var name in NamesIn(file).Where(HostFiles.ContainsKey))
                {
                    open.Push(HostFiles[name]);
                }
            }
        }

        return [.. files.Order(StringComparer.Ordinal).Select(File)];
    }

    /// <summary>The reference of a file: one object for as long as the file is the same, since each costs
    /// memory.</summary>
    /// <param name="path">Full path of an assembly.</param>
    public static MetadataReference File(string path)
    {
        var file = new FileInfo(path);
        return Made.GetOrAdd(
            (path, file.Length, file.LastWriteTimeUtc),
            k => file.DirectoryName == Framework ? Mapped(k.Path, k.Length) : MetadataReference.CreateFromFile(k.Path));
    }

    /// <summary>A file of the framework, mapped: of its metadata only the pages that cells ask for come into memory.
    /// Other files are copied, since a build may write them anew under the running process.</summary>
    private static unsafe PortableExecutableReference Mapped(string file, long length)
    {
        using var mapping = MemoryMappedFile.CreateFromFile(
            file, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read);
        var view = mapping.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        using var image = new UnmanagedMemoryStream(start, length);
        var headers = new PEHeaders(image);
        var module = ModuleMetadata.CreateFromMetadata(
            (nint)(start + headers.MetadataStartOffset), headers.MetadataSize, Unmap);
        return AssemblyMetadata.Create(module).GetReference(filePath: file);

        void Unmap()
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
        }
    }

    private static Dictionary<string, string> KnownFiles()
    {
        var list = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        return list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .DistinctBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase)   // some are there twice
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Simple names of the assemblies that a file refers to.</summary>
    /// <param name="file">Path of an assembly.</param>
    public static IReadOnlyList<string> NamesIn(string file)
    {
        using var image = new PEReader(System.IO.File.OpenRead(file));
        if (!image.HasMetadata)
        {
            return [];          // native code
        }

        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }
}
