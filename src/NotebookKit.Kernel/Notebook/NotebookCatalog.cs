namespace NotebookKit.Kernel.Notebook;

/// <summary>The notebooks of a folder, found by number (7), name (07-label-errors, label-errors) or path.</summary>
/// <param name="folder">The folder of notebooks; need not exist when only paths are asked for.</param>
public sealed class NotebookCatalog(string folder)
{
    private const string Extension = ".ipynb";

    /// <summary>Names of all notebooks, without extension, in order.</summary>
    public IReadOnlyList<string> Names => Directory.Exists(folder)
        ?
        [
            .. Directory.GetFiles(folder, "*" + Extension).Select(f => Path.GetFileNameWithoutExtension(f)!)
                .Order(StringComparer.Ordinal),
        ]
        : [];

    /// <summary>Finds a notebook.</summary>
    /// <param name="wanted">A number, a name with or without number and extension, or a path.</param>
    /// <returns>Full path of the file.</returns>
    /// <exception cref="UsageException">There is none, or more than one.</exception>
    public string Find(string wanted)
    {
        if (NotebookDocument.IsNotebook(wanted) && File.Exists(wanted))
        {
            return Path.GetFullPath(wanted);
        }

        var names = Names;
        var bare = wanted.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)
            ? wanted[..^Extension.Length]
            : wanted;
        var found = names.Where(n => n == bare).DefaultIfEmpty().First() is { } exact
            ? [exact]
            : names.Where(n => Fits(n, bare)).ToList();
        return found.Count switch
        {
            1 => Path.GetFullPath(Path.Combine(folder, found[0] + Extension)),
            0 => throw new UsageException(Missing(wanted, bare, names)),
            _ => throw new UsageException($"'{wanted}' fits {string.Join(" and ", found)}; write one of these names."),
        };
    }

    private string Missing(string wanted, string bare, IReadOnlyList<string> names)
    {
        if (wanted.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return $"There is no notebook file {wanted}.";
        }

        var question = NearestNames.Question(bare, names.SelectMany(n => new[] { n, Title(n) }));
        return $"No notebook '{wanted}' in {folder}. {question}"
               + (names.Count == 0 ? "The folder has none." : $"It has: {string.Join(", ", names)}.");
    }

    private static bool Fits(string name, string wanted) =>
        Title(name).Equals(wanted, StringComparison.OrdinalIgnoreCase)
        || (int.TryParse(wanted, out var number) && Number(name) == number);

    private static int? Number(string name) =>
        int.TryParse(name.Split('-')[0], out var number) ? number : null;

    /// <summary>The name without its number.</summary>
    private static string Title(string name) =>
        Number(name) is null ? name : name[(name.Split('-')[0].Length)..].TrimStart('-');
}
