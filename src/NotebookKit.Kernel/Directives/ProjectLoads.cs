using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Packages;

namespace NotebookKit.Kernel.Directives;

/// <summary>#r "project: path": builds a project, copies what came out, and references the copy. A project that has
/// changed is loaded again beside the old one; objects made before keep their old types.</summary>
internal sealed class ProjectLoads
{
    private readonly Dictionary<string, (string Hash, ushort Revision)> loaded = new(StringComparer.Ordinal);

    /// <summary>Builds and loads.</summary>
    /// <param name="project">Full path of the project file.</param>
    /// <param name="chain">The cells that use it.</param>
    /// <param name="interrupt">Kills the build.</param>
    /// <returns>What the user should know.</returns>
    /// <exception cref="PackageException">It does not build.</exception>
    public IEnumerable<string> Build(string project, SubmissionChain chain, CancellationToken interrupt)
    {
        var folder = Path.GetDirectoryName(project)!;
        var (code, output) = DotnetChild.Run(
            ["build", project, "-c", "Release", "--nologo", "-v", "quiet", "-tl:off", "-getProperty:TargetPath",
                "-t:Build"], folder, () => { }, interrupt);
        var target = output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .LastOrDefault(l => l.EndsWith(".dll", StringComparison.Ordinal));
        if (code != 0 || target is null || !File.Exists(target))
        {
            var errors = output.Split('\n', StringSplitOptions.TrimEntries)
                .Where(l => l.Contains("error", StringComparison.Ordinal)).Distinct().Take(10);
            throw new PackageException(
                $"{Path.GetFileName(project)} does not build; nothing has changed.\n{string.Join('\n', errors)}");
        }

        var files = Directory.GetFiles(Path.GetDirectoryName(target)!, "*.dll").Order(StringComparer.Ordinal).ToList();
        var hash = Hash(files);
        if (loaded.TryGetValue(project, out var before) && before.Hash == hash)
        {
            return [$"{Path.GetFileName(project)} has not changed."];
        }

        var revision = (ushort)(before.Hash is null ? 0 : before.Revision + 1);
        var copy = Copy(Path.GetDirectoryName(target)!, hash, revision);
        var own = files.Where(f => File.Exists(Path.ChangeExtension(f, ".pdb")) && !References.HostFiles
            .ContainsKey(Path.GetFileNameWithoutExtension(f))).Append(target).Distinct().Select(Copied).ToList();
        if (revision > 0)
        {
            own.ForEach(f => SetRevision(f, revision));
        }

        chain.Assemblies.AddFiles(files.Select(Copied).Except(own));
        chain.Assemblies.AddFolder(copy);
        chain.Assemblies.AddVersions(own);
        chain.Reference(own, replace: true);
        loaded[project] = (hash, revision);
        return [$"{Path.GetFileName(project)}: {(revision == 0 ? "loaded" : "loaded again; objects made before keep their old types")}."];

        string Copied(string file) => Path.Combine(copy, Path.GetFileName(file));
    }

    private static string Hash(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12));
    }

    private static string Copy(string from, string hash, ushort revision)
    {
        var to = Path.Combine(PackageRestore.DefaultCache, "projects", $"{hash}-{revision}");
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            AtomicFile.Write(Path.Combine(to, Path.GetRelativePath(from, file)), File.ReadAllBytes(file));
        }

        return to;
    }

    /// <summary>Gives a copy a version of its own, in its table of assemblies, so that it hides the one before: the
    /// compiler takes the higher of two.</summary>
    private static void SetRevision(string path, ushort revision)
    {
        const int RevisionInRow = 10;       // behind the hash algorithm (4 bytes), major, minor and build (2 each)
        var bytes = File.ReadAllBytes(path);
        int at;
        using (var image = new PEReader(new MemoryStream(bytes)))
        {
            at = image.PEHeaders.MetadataStartOffset
                + image.GetMetadataReader().GetTableMetadataOffset(TableIndex.Assembly) + RevisionInRow;
        }

        BitConverter.TryWriteBytes(bytes.AsSpan(at), revision);
        AtomicFile.Write(path, bytes);
    }
}
