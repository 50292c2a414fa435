using NotebookKit.Interactive;
using NotebookKit.Kernel.Language;

namespace NotebookKit.Kernel.Directives;

/// <summary>Answers for lines with directives; hands the C# of a cell on.</summary>
/// <param name="csharp">Answers for C#.</param>
/// <param name="folder">Where relative paths begin.</param>
internal sealed class DirectiveServices(ILanguageServices csharp, string folder) : ILanguageServices
{
    private const int MostPaths = 200;

    public Completeness Check(string code) => csharp.Check(CellParts.CodeAlone(code));

    public MimeBundle? Inspect(string code, int position, bool detailed, CancellationToken cancel) =>
        Line(code, position).TrimStart() is ['#', '!', .. var name]
        && DirectiveCatalogue.Find(name.Split(' ')[0].Trim()) is { } directive
            ? MimeBundle.OfText(directive.Line)
            : csharp.Inspect(CellParts.CodeAlone(code), position, detailed, cancel);

    public CompletionList Complete(string code, int position, CancellationToken cancel)
    {
        var line = Line(code, position)[..(position - Start(code, position))];
        var text = line.TrimStart();
        if (text.StartsWith("#!", StringComparison.Ordinal) && !text.Contains(' ', StringComparison.Ordinal))
        {
            return Fitting(
                DirectiveCatalogue.All.Where(d => d.Name[0] != '#').Select(d => d.Name), text[2..], "keyword");
        }

        var quote = text.IndexOf('"', StringComparison.Ordinal);
        if ((text.StartsWith("#r", StringComparison.Ordinal) || text.StartsWith("#load", StringComparison.Ordinal))
            && quote >= 0 && text.IndexOf('"', quote + 1) < 0)
        {
            var inside = text[(quote + 1)..];
            return inside.StartsWith("nuget:", StringComparison.Ordinal) ? Packages(inside[6..].TrimStart())
                : Paths(inside);
        }

        if (!text.StartsWith("#!", StringComparison.Ordinal))
        {
            return csharp.Complete(CellParts.CodeAlone(code), position, cancel);
        }

        var word = text[(text.LastIndexOf(' ') + 1)..];
        var directive = DirectiveCatalogue.Find(text[2..].Split(' ')[0]);
        return word.StartsWith('-') ? Fitting(directive?.Options ?? [], word, "keyword")
            : directive?.Name is "import" || text.Contains("--from-file", StringComparison.Ordinal) ? Paths(word)
            : new CompletionList(position, position, []);

        CompletionList Fitting(IEnumerable<string> all, string prefix, string kind) => new(
            position - prefix.Length, position,
            [
                .. all.Where(t => t.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Distinct()
                    .Take(MostPaths).Select(t => new CompletionItem(t, kind)),
            ]);

        // Names and versions of the package folder; no source is asked.
        CompletionList Packages(string prefix)
        {
            var root = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set ? set
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
            var comma = prefix.IndexOf(',', StringComparison.Ordinal);
            return comma < 0
                ? Fitting(Names(root), prefix, "module")
                : Fitting(Names(Path.Combine(root, prefix[..comma].Trim().ToLowerInvariant())).Reverse(),
                    prefix[(comma + 1)..].TrimStart(), "module");
        }

        CompletionList Paths(string prefix)
        {
            var slash = prefix.LastIndexOf('/') + 1;
            var inside = Path.Combine(folder, prefix[..slash]);
            return !Directory.Exists(inside) ? new CompletionList(position, position, []) : Fitting(
                new DirectoryInfo(inside).EnumerateFileSystemInfos().Where(f => !f.Name.StartsWith('.'))
                    .Select(f => f is DirectoryInfo ? f.Name + "/" : f.Name).Order(StringComparer.Ordinal),
                prefix[slash..], "path");
        }
    }

    private static IEnumerable<string> Names(string path) => Directory.Exists(path)
        ? Directory.EnumerateDirectories(path).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)
        : [];

    private static int Start(string code, int position) =>
        position == 0 ? 0 : code.LastIndexOf('\n', position - 1) + 1;

    private static string Line(string code, int position)
    {
        var start = Start(code, position);
        var end = code.IndexOf('\n', position);
        return code[start..(end < 0 ? code.Length : end)];
    }
}
