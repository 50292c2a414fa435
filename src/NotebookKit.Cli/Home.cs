using NotebookKit.Kernel;

namespace NotebookKit.Cli;

/// <summary>The folder that holds the kit: notebooks, records, tests and README.</summary>
/// <param name="root">Absolute path of the folder with NotebookKit.sln.</param>
internal sealed class Home(string root)
{
    private const string Landmark = "NotebookKit.sln";

    /// <summary>Absolute path of the folder.</summary>
    public string Root { get; } = root;

    /// <summary>The notebooks, one file per paper.</summary>
    public string Notebooks => Path.Combine(Root, "notebooks");

    /// <summary>The records of claims, one file per measured paper.</summary>
    public string Results => Path.Combine(Notebooks, "results");

    /// <summary>One folder of source per paper.</summary>
    public string Models => Path.Combine(Root, "src", "NotebookKit.Models");

    /// <summary>One folder per test project.</summary>
    public string Tests => Path.Combine(Root, "tests");

    /// <summary>One folder per benchmark.</summary>
    public string Benchmarks => Path.Combine(Root, "benchmarks");

    /// <summary>The page that shows the table of papers.</summary>
    public string Readme => Path.Combine(Root, "README.md");

    /// <summary>The script that installs what the kit needs from the system.</summary>
    public string Setup => Path.Combine(Root, "environment", "setup.sh");

    /// <summary>The source folder of a notebook's paper: its name without number and hyphens, whatever the case
    /// (01-cifake-gradcam: CifakeGradCam).</summary>
    /// <param name="notebook">Name of the notebook.</param>
    /// <returns>Absolute path, or null for a notebook without a paper.</returns>
    public string? PaperFolder(string notebook)
    {
        var name = string.Concat(notebook.Split('-').Skip(1));
        return !Directory.Exists(Models) ? null : Directory.EnumerateDirectories(Models)
            .FirstOrDefault(folder => string.Equals(Path.GetFileName(folder), name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Finds the home of a running program.</summary>
    /// <param name="start">A folder inside the home, for example that of the program.</param>
    /// <exception cref="UsageException">No parent folder is the home.</exception>
    public static Home Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Landmark)))
            {
                return new Home(folder.FullName);
            }
        }

        throw new UsageException($"nk must lie inside the NotebookKit folder (with {Landmark}), but is in {start}. "
                                 + "Start it with the script 'nk' of that folder.");
    }
}
