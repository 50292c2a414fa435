using System.Globalization;

namespace NotebookKit.Data;

/// <summary>A line of a table of GTSRB: a picture, the region of the sign in it, and its class.</summary>
/// <param name="File">Name of the picture.</param>
/// <param name="Left">First column of the region, pixels.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Last column, which belongs to the region: so the benchmark's own program cuts.</param>
/// <param name="Bottom">Last row.</param>
/// <param name="ClassId">The class.</param>
/// <param name="Place">Table and line, for messages.</param>
internal sealed record GtsrbRow(string File, int Left, int Top, int Right, int Bottom, int ClassId, string Place)
{
    private static readonly string[] Columns = ["Filename", "Roi.X1", "Roi.Y1", "Roi.X2", "Roi.Y2", "ClassId"];

    /// <summary>Reads a table: a line of column names, then a line per picture, cells between semicolons.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataException">A column is missing, a line is too short, a cell is no number, or there is no
    /// picture.</exception>
    public static List<GtsrbRow> Read(string path)
    {
        var name = Path.GetFileName(path);
        var lines = System.IO.File.ReadAllLines(path);
        string[] header = lines.Length == 0 ? [] : [.. lines[0].Split(';').Select(cell => cell.Trim())];
        int[] places = [.. Columns.Select(column => Array.IndexOf(header, column))];
        if (Array.IndexOf(places, -1) is >= 0 and var lacking)
        {
            throw new DataException(
                $"{path} must have the columns {string.Join(", ", Columns)}, separated by semicolons, but lacks "
                + $"{Columns[lacking]}; it has: {string.Join(", ", header)}. Unpack the published archive again.");
        }

        var rows = lines.Index().Skip(1).Where(line => line.Item.Trim().Length > 0)
            .Select(line => Parse(line.Item.Split(';'), $"{name}, line {line.Index + 1}")).ToList();
        return rows.Count > 0
            ? rows
            : throw new DataException(
                $"{path} must name a picture of its class at least, but names none. Unpack the published archive "
                + "again, or remove the folder.");

        GtsrbRow Parse(string[] cells, string place)
        {
            if (cells.Length < header.Length)
            {
                throw new DataException(
                    $"{place}, must have a cell for each of {header.Length} columns, but has {cells.Length}.");
            }

            int[] numbers = [.. Enumerable.Range(1, Columns.Length - 1).Select(column => Number(column))];
            return new(
                cells[places[0]].Trim(), numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], place);

            int Number(int column) => int.TryParse(
                cells[places[column]], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new DataException(
                    $"{place}: {Columns[column]} must be a whole number, 0 or more, but is '{cells[places[column]]}'.");
        }
    }

    /// <summary>Refuses a region that is empty or leaves its picture.</summary>
    /// <param name="picture">The picture that the row names.</param>
    /// <exception cref="DataException">So it is.</exception>
    public void RequireInside(Picture picture)
    {
        if (Left > Right || Top > Bottom || Right >= picture.Width || Bottom >= picture.Height)
        {
            throw new DataException(
                $"{Place}: the region must lie inside {File}, which is {picture.Width}x{picture.Height}, but runs from "
                + $"pixel ({Left}, {Top}) to ({Right}, {Bottom}). Correct the line, or unpack the published archive "
                + "again.");
        }
    }
}
