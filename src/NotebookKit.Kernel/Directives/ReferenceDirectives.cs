using System.Reflection;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Packages;

namespace NotebookKit.Kernel.Directives;

/// <summary>#r and #i: packages, assemblies and projects that cells use. All of a cell's are gathered first: either all
/// packages can be had, or nothing changes; then its projects are built.</summary>
/// <param name="cells">What uses them.</param>
/// <param name="builtIn">Packages that are answered without a source.</param>
/// <param name="folder">Where relative paths begin; then the working directory.</param>
internal sealed class ReferenceDirectives(
    CSharpEvaluator cells, IReadOnlyList<BuiltInPackage> builtIn, string folder)
{
    private PackageSession packages = new(new PackageRestore(PackageRestore.DefaultCache), builtIn);
    private ProjectLoads projects = new();
    private KernelExtensions extensions = new();

    /// <summary>The packages that are there.</summary>
    public PackageGraph Graph => packages.Graph;

    /// <summary>Forgets them, with the cells.</summary>
    public void Reset()
    {
        packages = new PackageSession(new PackageRestore(PackageRestore.DefaultCache), builtIn);
        projects = new ProjectLoads();
        extensions = new KernelExtensions();
    }

    /// <summary>Obeys the #r and #i lines of a cell.</summary>
    /// <param name="parts">The parts of the cell.</param>
    /// <param name="interrupt">Gives up; nothing has changed then.</param>
    /// <returns>What the user should know, in lines.</returns>
    /// <exception cref="PackageException">A package or project cannot be had.</exception>
    /// <exception cref="DirectiveException">A line is wrong.</exception>
    public IReadOnlyList<string> Obey(IReadOnlyList<CellPart> parts, CancellationToken interrupt)
    {
        var before = packages.Sources.ToList();
        try
        {
            return ObeyAll(parts, interrupt);
        }
        catch
        {
            packages.KeepSources(before);
            throw;
        }
    }

    private List<string> ObeyAll(IReadOnlyList<CellPart> parts, CancellationToken interrupt)
    {
        var requests = new List<PackageRequest>();
        var files = new List<string>();
        var built = new List<string>();
        var notes = new List<string>();
        foreach (var part in parts.Where(p => p.Directive is "#r" or "#i"))
        {
            var target = Target(part);
            if (part.Directive == "#i")
            {
                packages.AddSource(Source(target));
            }
            else if (After(target, "nuget:") is { } package)
            {
                requests.Add(PackageRequest.Parse(package));
            }
            else if ((After(target, "project:") ?? (target.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase)
                ? target : null)) is { } project)
            {
                built.Add(File(project));
            }
            else if (!IsOfTheFramework(target))
            {
                files.Add(File(target));
            }
        }

        Install(requests, notes, interrupt);
        foreach (var project in built)
        {
            notes.AddRange(projects.Build(project, cells.Chain, interrupt));
        }

        foreach (var file in files)
        {
            notes.AddRange(Reference(file));
        }

        notes.AddRange(cells.Chain.Assemblies.Native.Late().Select(name =>
            $"The native library '{name}' was asked for before it was there. A type that failed for want of it keeps "
            + "failing: restart the kernel, or run #!reset."));
        return notes;
    }

    private void Install(List<PackageRequest> requests, List<string> notes, CancellationToken interrupt)
    {
        if (requests.Count == 0)
        {
            return;
        }

        var display = new InstallDisplay(requests);
        Installation installation;
        try
        {
            installation = packages.Resolve(requests, display.Tick, interrupt);
        }
        catch
        {
            display.Failed();
            throw;
        }

        var added = installation.Graph.Packages.Values
            .Where(p => !packages.Graph.Packages.ContainsKey(p.Id)).ToList();
        var chain = cells.Chain;
        notes.AddRange(added.SelectMany(p => p.Runtime).Select(HostWins).OfType<string>());
        chain.Assemblies.AddFiles(added.SelectMany(p => p.Runtime));
        notes.AddRange(added.SelectMany(p => p.Runtime).Select(FirstWins).OfType<string>());
        chain.Assemblies.Native.Add(added.SelectMany(p => p.Native));
        chain.Reference(added.SelectMany(p => p.Compile).Select(InHost));
        packages.Take(installation);
        display.Done(installation);
        notes.AddRange(extensions.Load(added.SelectMany(p => p.Runtime), chain.Assemblies));
    }

    /// <summary>References one assembly file; what it needs is looked for in its folder.</summary>
    private IEnumerable<string> Reference(string file)
    {
        var name = NameOf(file);
        if (HostWins(file) is { } note)
        {
            yield return note;
        }

        var chain = cells.Chain;
        chain.Assemblies.AddFiles([file]);
        chain.Assemblies.AddFolder(Path.GetDirectoryName(file)!);
        var used = chain.Assemblies.FileOf(name.Name!);
        if (FirstWins(file) is { } warning)
        {
            yield return warning;
        }

        chain.Reference([InHost(used ?? file)]);
        foreach (var called in extensions.Load([used ?? file], chain.Assemblies))
        {
            yield return called;
        }
    }

    /// <summary>Of two versions of an assembly the one that came first is used; null when there is no other.</summary>
    private string? FirstWins(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (References.HostFiles.ContainsKey(name) || cells.Chain.Assemblies.FileOf(name) is not { } used
            || used == file)
        {
            return null;
        }

        var (wants, has) = (NameOf(file).Version, NameOf(used).Version);
        return wants == has ? null : $"{name} {wants} of {file} is not used: {has} of {used} is loaded already. "
            + "Restart the kernel, or run #!reset, to use the other.";
    }

    private static AssemblyName NameOf(string file)
    {
        try
        {
            return AssemblyName.GetAssemblyName(file);
        }
        catch (BadImageFormatException)
        {
            throw new DirectiveException($"#r \"{file}\" must name a .NET assembly, but the file is none.");
        }
    }

    /// <summary>The host's copy where it has one: two types of one name would not fit each other.</summary>
    private static string InHost(string file) =>
        References.HostFiles.GetValueOrDefault(Path.GetFileNameWithoutExtension(file), file);

    private static string? HostWins(string file)
    {
        var own = InHost(file);
        return own != file && AssemblyName.GetAssemblyName(own).Version is var has
            && AssemblyName.GetAssemblyName(file).Version is var wants && wants > has
            ? $"{Path.GetFileNameWithoutExtension(file)} {wants} was asked for; the kernel's own {has} is used." : null;
    }

    private static string Target(CellPart part)
    {
        var text = part.Argument.Trim();
        var end = text.StartsWith('"') ? text.IndexOf('"', 1) : -1;
        if (end <= 1)
        {
            throw new DirectiveException(
                $"{part.Directive} must be followed by a text in quotes, as in {part.Directive} \"nuget: ...\", but '{text}' came.");
        }

        return text[1..end].Trim();
    }

    private static string? After(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? text[prefix.Length..].Trim() : null;

    private static bool IsOfTheFramework(string name) => References.HostFiles.ContainsKey(name)
        || References.HostFiles.ContainsKey(name.Split(',')[0].Trim());

    private string Source(string target)
    {
        var source = After(target, "nuget:") ?? throw new DirectiveException(
            $"#i must name a source of packages, as in #i \"nuget: folder or address\", but '{target}' came.");
        return source.Contains("://", StringComparison.Ordinal) ? source : Existing(source, Directory.Exists);
    }

    private string File(string path) => Existing(path, System.IO.File.Exists);

    private string Existing(string path, Func<string, bool> exists)
    {
        var full = Path.GetFullPath(path, folder);
        if (exists(full))
        {
            return full;
        }

        var here = Path.GetFullPath(path);
        return exists(here) ? here : throw new DirectiveException(
            $"There is no {path}: looked for {string.Join(" and ", new[] { full, here }.Distinct())}.");
    }
}
