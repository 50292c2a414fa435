using NotebookKit.Kernel;

namespace NotebookKit.Cli;

/// <summary>One folder of benchmarks/: a program, alone or as one side of compare.py.</summary>
/// <param name="Name">Name of the folder.</param>
/// <param name="Project">The program's project file; null where compare.py measures the command `nk` itself.</param>
/// <param name="Script">compare.py, which starts the program and its peer; null where the program runs alone.</param>
/// <param name="Summary">What it measures, one line.</param>
internal sealed record Benchmark(string Name, string? Project, string? Script, string Summary)
{
    /// <summary>The built program; null without a project.</summary>
    public string? Program
    {
        get
        {
            if (Project is null)
            {
                return null;
            }

            var output = Path.Combine(Path.GetDirectoryName(Project)!, "bin", "Release", "net10.0");
            var name = File.ReadLines(Project).FirstOrDefault(line => line.Contains("<AssemblyName>", StringComparison.Ordinal)) is { } line
                ? line.Trim()["<AssemblyName>".Length..^"</AssemblyName>".Length]
                : Path.GetFileNameWithoutExtension(Project);
            return Path.Combine(output, $"{name}.dll");
        }
    }

    /// <summary>Every folder with a project or a compare.py, by name.</summary>
    /// <param name="home">The kit's folder.</param>
    public static IReadOnlyList<Benchmark> All(Home home) => !Directory.Exists(home.Benchmarks) ? [] :
    [
        .. from folder in Directory.EnumerateDirectories(home.Benchmarks).Order(StringComparer.Ordinal)
           let projects = Directory.GetFiles(folder, "*.csproj")
           let script = Path.Combine(folder, "compare.py")
           let hasScript = File.Exists(script)
           where projects.Length == 1 || (projects.Length == 0 && hasScript)
           select new Benchmark(
               Path.GetFileName(folder), projects.FirstOrDefault(), hasScript ? script : null,
               SummaryOf(home, Path.GetFileName(folder))),
    ];

    /// <summary>The benchmark of a name; an underscore and a hyphen are the same.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static Benchmark Find(Home home, string name)
    {
        var all = All(home);
        return all.FirstOrDefault(one => one.Name.Replace('_', '-') == name.Replace('_', '-'))
               ?? throw new UsageException(
                   $"No benchmark '{name}'. {NearestNames.Question(name, [.. all.Select(one => one.Name)])}"
                   + $"There are: {string.Join(", ", all.Select(one => one.Name))}.");
    }

    // The first sentence under the benchmark's heading in benchmarks/README.md, or the heading of its own page.
    private static string SummaryOf(Home home, string name)
    {
        var text = string.Join(' ', Lines(Path.Combine(home.Benchmarks, "README.md")).SkipWhile(line => line != $"## {name}").Skip(1)
            .SkipWhile(line => line.Length == 0).TakeWhile(line => line.Length > 0));
        var end = text.IndexOfAny(['.', ':']);
        return text.Length == 0
            ? (Lines(Path.Combine(home.Benchmarks, name, "README.md")).FirstOrDefault() ?? "").TrimStart('#', ' ')
            : end < 0 ? text : text[..end];
    }

    private static IEnumerable<string> Lines(string page) => File.Exists(page) ? File.ReadLines(page) : [];
}
