using NotebookKit.Interactive;

namespace NotebookKit.Kernel.Packages;

/// <summary>Resolves packages with the SDK's own restore, once for each question: the answer is kept in the user's
/// cache and asks neither the SDK nor the network again while its files are there.</summary>
/// <param name="cache">Folder of the answers.</param>
internal sealed class PackageRestore(string cache)
{
    private const string Answer = "restored.json";

    /// <summary>The folder in the user's cache: XDG_CACHE_HOME/notebookkit/packages, or ~/.cache/notebookkit/packages.
    /// </summary>
    public static string DefaultCache => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "notebookkit", "packages");

    /// <summary>The packages of a project.</summary>
    /// <param name="project">The question.</param>
    /// <param name="asked">The packages of this cell, for messages.</param>
    /// <param name="slow">Called ten times a second while the SDK works; never when the answer was kept.</param>
    /// <param name="interrupt">Gives up.</param>
    /// <exception cref="PackageException">The packages cannot be had.</exception>
    /// <exception cref="OperationCanceledException">The interrupt came.</exception>
    public PackageGraph Resolve(
        PackageProject project, IReadOnlyList<PackageRequest> asked, Action slow, CancellationToken interrupt)
    {
        var folder = Path.Combine(cache, project.Key);
        var answer = Path.Combine(folder, Answer);
        if (Kept(answer) is { } kept)
        {
            return kept;
        }

        Directory.CreateDirectory(folder);
        using var alone = Lock(Path.Combine(folder, "lock"), slow, interrupt);
        if (Kept(answer) is { } meanwhile)
        {
            return meanwhile;       // another kernel asked the same
        }

        slow();
        var (code, output) = DotnetChild.Run(
            ["restore", project.WriteTo(folder), "--nologo", "-tl:off", "-v", "minimal"], folder, slow, interrupt);
        if (code != 0)
        {
            throw new PackageException(RestoreFailure.Describe(output, asked));
        }

        var assets = Path.Combine(folder, "obj", "project.assets.json");
        AtomicFile.Write(answer, File.ReadAllBytes(assets));
        return PackageGraph.Read(answer, PackageProject.PortableRid);
    }

    private static PackageGraph? Kept(string answer)
    {
        if (!File.Exists(answer))
        {
            return null;
        }

        var graph = PackageGraph.Read(answer, PackageProject.PortableRid);
        return graph.IsComplete ? graph : null;
    }

    /// <summary>One restore of a question at a time, among all kernels of the user.</summary>
    private static FileStream Lock(string path, Action waiting, CancellationToken interrupt)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                waiting();
                if (interrupt.WaitHandle.WaitOne(100))
                {
                    interrupt.ThrowIfCancellationRequested();
                }
            }
        }
    }
}
