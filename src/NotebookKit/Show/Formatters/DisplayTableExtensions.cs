using Microsoft.DotNet.Interactive;
using NotebookKit.Show;

namespace System;

/// <summary>Tables of records, under the name that C# notebooks always had.</summary>
public static class DisplayTableExtensions
{
    /// <summary>Shows records as a table of 20 rows (Formatter.ListExpansionLimit), with the count.</summary>
    /// <typeparam name="T">A record, a tuple, or another type with public properties.</typeparam>
    /// <param name="value">The records.</param>
    /// <param name="mimeTypes">The forms to show; none means all.</param>
    public static DisplayedValue DisplayTable<T>(this IEnumerable<T>? value, params string[] mimeTypes) =>
        (value is null ? null : RecordTable.Of(value) ?? (object)value).Display(mimeTypes);

    /// <summary>Shows records as a table with more or fewer rows.</summary>
    /// <typeparam name="T">A record, a tuple, or another type with public properties.</typeparam>
    /// <param name="value">The records.</param>
    /// <param name="rows">Most rows shown, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is below 1.</exception>
    public static DisplayedValue DisplayTable<T>(this IEnumerable<T>? value, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        return (value is null ? null : RecordTable.Of(value, rows) ?? (object)value).Display();
    }
}
