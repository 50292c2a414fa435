using System.Globalization;
using System.Text;

namespace NotebookKit.Show;

/// <summary>Numbers as figures write them: invariant, short, the same everywhere.</summary>
internal static class Numbers
{
    /// <summary>Rows of numbers that stand behind a chart as text; more points are thinned out evenly.</summary>
    public const int TextRows = 20;

    /// <summary>Four significant digits: 0.9842, 12.35, 1.235e-06, 4000.</summary>
    public static string Short(double value) =>
        value == Math.Truncate(value) && Math.Abs(value) < 1e9
            ? value.ToString("0", CultureInfo.InvariantCulture)
            : value.ToString("G4", CultureInfo.InvariantCulture).Replace("E", "e");

    /// <summary>"92.9 %".</summary>
    public static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>"1,234".</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A value with a format of the caller's; "–" for NaN.</summary>
    public static string Format(double value, string format) =>
        double.IsNaN(value) ? "–" : value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>The same for a value that may be absent; "" then.</summary>
    public static string Format(double? value, string format) => value is { } number ? Format(number, format) : "";

    /// <summary>All digits, so that reading gives the same number.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>
    /// Tab-separated lines, pasted into a sheet as they are; tabs and line ends in cells become spaces.
    /// </summary>
    public static string Tsv(IEnumerable<IEnumerable<string>> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            if (text.Length > 0)
            {
                text.Append('\n');
            }

            text.AppendJoin('\t', row.Select(c => c.Replace('\t', ' ').Replace('\n', ' ').Replace('\r', ' ')));
        }

        return text.ToString();
    }

    /// <summary>At most <paramref name="limit"/> indices of 0..count-1, evenly spread, with both ends.</summary>
    public static IEnumerable<int> Spread(int count, int limit = TextRows) => count <= limit
        ? Enumerable.Range(0, count)
        : Enumerable.Range(0, limit).Select(i => (int)Math.Round(i * (count - 1) / (double)(limit - 1)));
}
