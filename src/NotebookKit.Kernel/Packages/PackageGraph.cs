using System.Text.Json;

namespace NotebookKit.Kernel.Packages;

/// <summary>A resolved package with its files for this machine, as full paths.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">The version that was taken.</param>
/// <param name="Compile">Assemblies to compile against.</param>
/// <param name="Runtime">Assemblies to load.</param>
/// <param name="Native">Native libraries.</param>
/// <param name="BuildFiles">Build files, which a notebook does not run.</param>
/// <param name="Folder">Its own folder, full path.</param>
internal sealed record ResolvedPackage(
    string Id, string Version, IReadOnlyList<string> Compile, IReadOnlyList<string> Runtime,
    IReadOnlyList<string> Native, IReadOnlyList<string> BuildFiles, string Folder);

/// <summary>What a restore resolved: packages with what they need in turn.</summary>
/// <param name="Packages">All packages, by name.</param>
/// <param name="Notes">What the restore took in place of what was asked for (NU1603 and the like).</param>
internal sealed record PackageGraph(
    IReadOnlyDictionary<string, ResolvedPackage> Packages, IReadOnlyList<string> Notes)
{
    /// <summary>No packages.</summary>
    public static PackageGraph Empty { get; } =
        new(new Dictionary<string, ResolvedPackage>(StringComparer.OrdinalIgnoreCase), []);

    /// <summary>Reads project.assets.json.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rid">The runtime identifier whose section counts.</param>
    public static PackageGraph Read(string path, string rid)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = document.RootElement;
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToList();
        var libraries = root.GetProperty("libraries");
        var target = root.GetProperty("targets").EnumerateObject()
            .First(t => t.Name.EndsWith("/" + rid, StringComparison.Ordinal)).Value;
        var packages = new Dictionary<string, ResolvedPackage>(StringComparer.OrdinalIgnoreCase);
        foreach (var package in target.EnumerateObject())
        {
            if (package.Value.TryGetProperty("type", out var type) && type.GetString() != "package")
            {
                continue;
            }

            var name = package.Name.Split('/', 2);
            var relative = libraries.GetProperty(package.Name).GetProperty("path").GetString()!;
            var folder = folders.Select(f => Path.Combine(f, relative)).FirstOrDefault(Directory.Exists)
                ?? Path.Combine(folders[0], relative);
            packages[name[0]] = new ResolvedPackage(
                name[0], name[1], Files("compile"), Files("runtime"), Files("native"), Files("build"), folder);

            IReadOnlyList<string> Files(string kind) => package.Value.TryGetProperty(kind, out var files)
                ?
                [
                    .. files.EnumerateObject().Select(f => f.Name)
                        .Where(f => !f.EndsWith("/_._", StringComparison.Ordinal))
                        .Select(f => Path.Combine(folder, f)),
                ]
                : [];
        }

        return new PackageGraph(packages, root.TryGetProperty("logs", out var logs) ? Messages(logs) : []);
    }

    /// <summary>Whether every file is still there.</summary>
    public bool IsComplete => Packages.Values
        .SelectMany(p => p.Compile.Concat(p.Runtime).Concat(p.Native)).All(File.Exists);

    private static List<string> Messages(JsonElement logs) =>
    [
        .. logs.EnumerateArray().Where(l => l.GetProperty("code").GetString() is "NU1603" or "NU1608" or "NU1701")
            .Select(l => $"{l.GetProperty("code").GetString()}: {l.GetProperty("message").GetString()}").Distinct(),
    ];
}
