using System.Text;
using NotebookKit.Interactive;
using NotebookKit.Runs;

namespace NotebookKit.Cli;

/// <summary>The table of papers in README.md: made from the stored records, never typed.</summary>
internal static class PaperTable
{
    private const string Begin = "<!-- papers:begin -->";
    private const string End = "<!-- papers:end -->";

    /// <summary>Puts the table made from the stored records between the two marks of README.md; a page that already
    /// shows it is not written.</summary>
    /// <param name="home">Where the page and the records are.</param>
    /// <exception cref="InvalidDataException">The page lacks a mark, or a record cannot be read.</exception>
    public static void Update(Home home)
    {
        var page = File.ReadAllText(home.Readme);
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new InvalidDataException($"{home.Readme} must hold the lines {Begin} and {End}, between which the table "
                                           + "of papers is generated. Put them back.");
        }

        var made = $"{page[..(begin + Begin.Length)]}\n{Markdown(Records(home))}{page[end..]}";
        if (made != page)
        {
            AtomicFile.Write(home.Readme, Encoding.UTF8.GetBytes(made));
        }
    }

    /// <summary>The table: one row per claim, in the order of the notebook.</summary>
    /// <param name="records">The metrics of the papers, in the order of the table.</param>
    public static string Markdown(IEnumerable<RunMetrics> records)
    {
        var table = new StringBuilder();
        table.Append("| Notebook | Claim | Paper | Here | 95 % interval | Must be | Holds | Measured on |\n");
        table.Append("|---|---|---|---|---|---|---|---|\n");
        foreach (var record in records)
        {
            var notebook = $"[{record.Notebook}](notebooks/{record.Notebook}.ipynb), {record.Mode}, "
                           + $"{record.Seeds.Count} seeds";                // no time: it tells how busy the machine was
            foreach (var claim in record.Claims)
            {
                table.Append("| ").AppendJoin(" | ", Cells(claim).Prepend(notebook).Select(Escaped)).Append(" |\n");
                notebook = "";
            }
        }

        return table.ToString();
    }

    /// <summary>One claim as text: its name, the paper's figure, ours, the interval, the bound, the verdict, the data.</summary>
    /// <param name="claim">The claim.</param>
    public static string[] Cells(ClaimResult claim) =>
    [
        claim.Name,
        claim.Paper is null ? "" : claim.PaperSource is null ? claim.Paper : $"{claim.Paper} ({claim.PaperSource})",
        Number(claim.Here),
        claim.Low is null ? "" : $"{Number(claim.Low)} to {Number(claim.High)}",
        claim.Bound ?? "",
        Verdict(claim),
        claim.Data,
    ];

    /// <summary>A measured value with four significant digits; "not a number" where it is none.</summary>
    /// <param name="value">The value.</param>
    public static string Number(double? value) => value is { } number ? number.ToString("G4") : "not a number";

    private static IEnumerable<RunMetrics> Records(Home home) => !Directory.Exists(home.Results)
        ? []
        : Directory.EnumerateFiles(home.Results, "*.json").Order(StringComparer.Ordinal)
            .Select(path => ResultRecord.Read(path)!.Metrics);

    private static string Verdict(ClaimResult claim) => claim switch
    {
        { Holds: null } => "shown only",
        { Holds: true, Asserted: true } => "yes",
        { Holds: true } => "yes, not asserted",
        { Asserted: true } => "NO",
        _ => "NO, not asserted",
    };

    private static string Escaped(string cell) => cell.Replace("|", "\\|").ReplaceLineEndings(" ");
}
