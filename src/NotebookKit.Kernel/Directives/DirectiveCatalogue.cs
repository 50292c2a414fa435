using Microsoft.DotNet.Interactive;

namespace NotebookKit.Kernel.Directives;

/// <summary>A directive that cells may hold.</summary>
/// <param name="Name">As behind #!; or #r, #i, #load with their mark.</param>
/// <param name="Usage">What follows the name.</param>
/// <param name="Summary">What it does, in one line.</param>
/// <param name="TakesText">Whether the lines behind it are its text, and not C#.</param>
/// <param name="Splits">Whether C# before and behind it are two parts.</param>
internal sealed record DirectiveInfo(
    string Name, string Usage, string Summary, bool TakesText = false, bool Splits = true)
{
    /// <summary>The directive of a package or a cell.</summary>
    public static DirectiveInfo Of(KernelDirective added) =>
        new(added.Name, added.Usage, added.Summary, added.TakesText) { Added = added };

    /// <summary>What obeys it; null for one of the kernel's own.</summary>
    public KernelDirective? Added { get; private init; }

    public string Written => Name.StartsWith('#') ? Name : "#!" + Name;

    public string Line => $"{(Written + " " + Usage).TrimEnd().PadRight(44)} {Summary}";

    /// <summary>Its options, as --name.</summary>
    public IEnumerable<string> Options => Usage.Split(' ', '[', ']')
        .Where(w => w.StartsWith("--", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
}

/// <summary>All directives: the kernel's own, then those that packages and cells have added.</summary>
internal static class DirectiveCatalogue
{
    private static readonly DirectiveInfo[] Own =
    [
        new("#r", "\"nuget: Id[, version]\"", "use a package; or \"path.dll\", or \"project: path.csproj\"",
            Splits: false),
        new("#i", "\"nuget: source\"", "look for packages in this folder or address too", Splits: false),
        new("#load", "\"path\"", "run a file of C# here"),
        new("import", "path", "run the cells of an .ipynb, .dib, .cs, .csx, .html, .js or .md file"),
        new("time", "", "show how long the cell took", Splits: false),
        new("nocheck", "", "run this cell without the checks that let Stop end its loops", Splits: false),
        new("library", "", "compile the types of this cell as a library, as namespaces and extensions are",
            Splits: false),
        new("reset", "", "forget all variables, types and packages"),
        new("who", "", "list the names that cells have declared"),
        new("whos", "", "list them with type and value"),
        new("value", "--name NAME [--from-file PATH]", "put the text that follows, or a file, into a variable",
            TakesText: true),
        new("set", "--name NAME --value VALUE",
            "put a text, @input:\"prompt\", @password:\"prompt\" or @csharp:x into a variable"),
        new("share", "NAME [--from KERNEL] [--as NAME]", "give a variable a second name"),
        new("help", "[NAME]", "explain a name: #!help Console.WriteLine; without one, list the directives"),
        new("lsmagic", "", "list the directives"),
        new("about", "", "show versions, memory, process and packages"),
        new("csharp", "", "what follows is C#"),
        new("c#", "", "the same"),
        new("markdown", "", "show what follows as Markdown", TakesText: true),
        new("html", "", "show what follows as HTML", TakesText: true),
        new("javascript", "", "run what follows in the page", TakesText: true),
        new("js", "", "the same", TakesText: true),
        new("mermaid", "", "show what follows as a Mermaid diagram", TakesText: true),
    ];

    /// <summary>The directives, in the order of the list.</summary>
    public static IEnumerable<DirectiveInfo> All =>
        Own.Concat(Microsoft.DotNet.Interactive.Kernel.Current.Directives.Select(DirectiveInfo.Of));

    /// <summary>A directive by name; null when there is none.</summary>
    /// <param name="name">Its name; case does not count.</param>
    public static DirectiveInfo? Find(string name) =>
        All.FirstOrDefault(d => d.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
