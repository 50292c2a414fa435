using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace NotebookKit.Kernel.Language;

/// <summary>Native libraries of packages and of folders of #r lines, found by the name that a P/Invoke has.</summary>
/// <remarks>A library that needs one of another package does not find it by itself: when one fails to load, the others
/// are loaded first, in rounds, until no more load.</remarks>
internal sealed class NativeFiles
{
    private readonly ConcurrentDictionary<string, string> files = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> folders = new();
    private readonly ConcurrentDictionary<string, bool> missed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, nint> handles = new(StringComparer.Ordinal);

    /// <summary>Makes files known; the first of a name wins.</summary>
    /// <param name="paths">Full paths.</param>
    public void Add(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            files.TryAdd(Path.GetFileName(path), path);
        }
    }

    /// <summary>Makes a folder known.</summary>
    /// <param name="folder">Full path.</param>
    public void AddFolder(string folder) => folders.Enqueue(folder);

    /// <summary>Loads a library.</summary>
    /// <param name="name">As in the P/Invoke: with or without prefix and suffix.</param>
    /// <returns>Its handle; zero when it is none of these, so that the system's own search goes on.</returns>
    public nint Load(string name)
    {
        if (Find(name) is { } path)
        {
            return Handle(path, rounds: true);
        }

        missed[name] = true;
        return 0;
    }

    /// <summary>Names that were asked for in vain and have a file by now; each once.</summary>
    public IReadOnlyList<string> Late() =>
        [.. missed.Keys.Where(name => Find(name) is not null && missed.TryRemove(name, out _))];

    /// <summary>The file for a name; null when there is none.</summary>
    /// <param name="name">As in the P/Invoke.</param>
    public string? Find(string name)
    {
        var bare = Path.GetFileName(name);
        string[] candidates = OperatingSystem.IsWindows()
            ? [bare, bare + ".dll"]
            : OperatingSystem.IsMacOS()
                ? [bare, bare + ".dylib", $"lib{bare}.dylib", "lib" + bare]
                : [bare, bare + ".so", $"lib{bare}.so", "lib" + bare];
        return candidates.Select(c => files.GetValueOrDefault(c)).FirstOrDefault(p => p is not null)
            ?? files.Where(f => candidates.Any(c => f.Key.StartsWith(c + ".", StringComparison.Ordinal)
                && f.Key.Contains(".so.", StringComparison.Ordinal))).Select(f => f.Value).FirstOrDefault()
            ?? folders.SelectMany(f => candidates.Select(c => Path.Combine(f, c))).FirstOrDefault(IsNative);
    }

    private static bool IsNative(string path) =>
        File.Exists(path) && !(OperatingSystem.IsWindows() is false && path.EndsWith(".dll", StringComparison.Ordinal));

    private nint Handle(string path, bool rounds)
    {
        if (handles.TryGetValue(path, out var known) || NativeLibrary.TryLoad(path, out known))
        {
            return handles[path] = known;
        }

        if (!rounds)
        {
            return 0;
        }

        var open = files.Values.Where(f => f != path && !handles.ContainsKey(f)).ToList();
        while (open.RemoveAll(f => Handle(f, rounds: false) != 0) > 0)
        {
            if (Handle(path, rounds: false) is var handle and not 0)
            {
                return handle;
            }
        }

        return handles[path] = NativeLibrary.Load(path);      // throws, and says what is missing
    }
}
