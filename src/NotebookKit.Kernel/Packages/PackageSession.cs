namespace NotebookKit.Kernel.Packages;

/// <summary>The packages of one session. A request is a transaction: it resolves together with all earlier ones, or
/// changes nothing.</summary>
/// <param name="restore">Resolves.</param>
/// <param name="builtIn">Packages that the kit answers for itself.</param>
internal sealed class PackageSession(PackageRestore restore, IReadOnlyList<BuiltInPackage> builtIn)
{
    private readonly List<PackageRequest> wanted = [];
    private readonly List<string> sources = [];
    private PackageGraph graph = PackageGraph.Empty;

    /// <summary>All packages resolved so far.</summary>
    public PackageGraph Graph => graph;

    /// <summary>The sources added so far.</summary>
    public IReadOnlyList<string> Sources => sources;

    /// <summary>Adds a source for all later requests.</summary>
    /// <param name="source">Address or full path.</param>
    public void AddSource(string source)
    {
        if (!sources.Contains(source, StringComparer.Ordinal))
        {
            sources.Add(source);
        }
    }

    /// <summary>Goes back to the sources of before.</summary>
    /// <param name="before">The sources.</param>
    public void KeepSources(IReadOnlyList<string> before)
    {
        sources.Clear();
        sources.AddRange(before);
    }

    /// <summary>Resolves packages without taking them in.</summary>
    /// <param name="requests">What a cell asks for.</param>
    /// <param name="slow">Called while it takes long.</param>
    /// <param name="interrupt">Gives up.</param>
    /// <returns>What to take in with <see cref="Take"/>.</returns>
    /// <exception cref="PackageException">They cannot be had, or not beside what is loaded.</exception>
    /// <exception cref="OperationCanceledException">The interrupt came.</exception>
    public Installation Resolve(IReadOnlyList<PackageRequest> requests, Action slow, CancellationToken interrupt)
    {
        var notes = new List<string>();
        var open = new List<PackageRequest>();
        foreach (var request in requests)
        {
            if (builtIn.FirstOrDefault(b => b.Fits(request.Id)) is { } own)
            {
                notes.Add($"{request.Id}: {own.Answer}");
            }
            else if (!IsThere(request))
            {
                open.Add(request);
            }
        }

        if (open.Count == 0)
        {
            return new Installation(wanted, graph, [], notes);
        }

        var all = wanted
            .Where(w => !open.Exists(o => o.Id.Equals(w.Id, StringComparison.OrdinalIgnoreCase)))
            .Concat(open.DistinctBy(o => o.Id, StringComparer.OrdinalIgnoreCase)).ToList();
        RequireOneVersionEach(open);
        var resolved = restore.Resolve(new PackageProject(all, sources), open, slow, interrupt);
        RequireSameVersions(resolved);
        notes.AddRange(open.Where(r => r.Version is null && resolved.Packages.ContainsKey(r.Id)).Select(r =>
            $"{r.Id}: the newest version was taken; write #r \"nuget: {r.Id}, {resolved.Packages[r.Id].Version}\" to keep it."));
        notes.AddRange(open.Select(r => resolved.Packages.GetValueOrDefault(r.Id)).OfType<ResolvedPackage>()
            .Where(p => p.Compile.Count + p.Runtime.Count + p.Native.Count == 0 && p.BuildFiles.Count > 0)
            .Select(p =>
                $"{p.Id}: has nothing but build files ({Path.GetFileName(p.BuildFiles[0])}), which a notebook does not run."));
        notes.AddRange(resolved.Notes.Except(graph.Notes));
        return new Installation(all, resolved, open, notes);
    }

    /// <summary>Takes in what was resolved.</summary>
    /// <param name="installation">What <see cref="Resolve"/> gave.</param>
    public void Take(Installation installation)
    {
        var all = installation.Wanted.ToList();
        wanted.Clear();
        wanted.AddRange(all);
        graph = installation.Graph;
    }

    /// <summary>Asked for before in the same words, or there already where any version will do.</summary>
    private bool IsThere(PackageRequest request) =>
        graph.Packages.TryGetValue(request.Id, out var there)
        && (request.Version is null or "*" or "*-*"
            || request.Version.Equals(there.Version, StringComparison.OrdinalIgnoreCase)
            || wanted.Exists(w => w.Id.Equals(request.Id, StringComparison.OrdinalIgnoreCase)
                && w.Version == request.Version));

    private static void RequireOneVersionEach(List<PackageRequest> requests)
    {
        foreach (var same in requests.GroupBy(r => r.Id, StringComparer.OrdinalIgnoreCase))
        {
            var versions = same.Select(r => r.ProjectVersion).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            if (versions.Count > 1)
            {
                throw new PackageException(
                    $"{same.Key} is asked for in versions {string.Join(" and ", versions)}; keep one of the lines.");
            }
        }
    }

    /// <summary>What is loaded stays loaded: another version of it needs a new process.</summary>
    private void RequireSameVersions(PackageGraph resolved)
    {
        foreach (var (id, before) in graph.Packages)
        {
            if (resolved.Packages.TryGetValue(id, out var now)
                && !now.Version.Equals(before.Version, StringComparison.OrdinalIgnoreCase))
            {
                throw new PackageException(
                    $"{before.Id} {before.Version} is loaded, and this cell needs {now.Version}; nothing has changed. "
                    + $"Restart the kernel (or run #!reset) and ask for all packages in the first cell, with "
                    + $"#r \"nuget: {before.Id}, {now.Version}\" among them.");
            }
        }
    }
}

/// <summary>A resolved request, not yet taken in.</summary>
/// <param name="Wanted">All packages asked for, with this request.</param>
/// <param name="Graph">All packages, with this request.</param>
/// <param name="Added">What this request added.</param>
/// <param name="Notes">What its user should know.</param>
internal sealed record Installation(
    IReadOnlyList<PackageRequest> Wanted, PackageGraph Graph, IReadOnlyList<PackageRequest> Added,
    IReadOnlyList<string> Notes);
