using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;
using NotebookKit.Interactive;
using static TorchSharp.torch;

namespace NotebookKit.Show;

/// <summary>Sequences of records, dictionaries and tuples as tables, as cells show them by themselves.</summary>
internal static class RecordTable
{
    /// <summary>Makes the table of a value.</summary>
    /// <param name="value">Any value.</param>
    /// <returns>Null when it is no sequence of records.</returns>
    public static Figure? Of(object value) => Of(value, Formatter.ListExpansionLimit);

    /// <summary>Makes the table of a value with at most so many rows; no more is read of a lazy sequence.</summary>
    public static Figure? Of(object value, int limit)
    {
        if (value is string or JsonNode or IHtmlContent || value is not IEnumerable sequence
            || ElementType(value.GetType()) is not { } type || !IsRecord(type))
        {
            return null;
        }

        var head = new List<object?>();
        var more = false;
        foreach (var item in sequence)
        {
            more = head.Count == limit;
            if (more)
            {
                break;
            }

            head.Add(item);
        }

        return Table.Draw(type, head, Count(sequence, type) ?? (more ? null : head.Count));
    }

    private static Type? ElementType(Type type) =>
        type.GetInterfaces().Append(type)
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .Select(i => i.GetGenericArguments()[0]).FirstOrDefault();

    private static bool IsRecord(Type type) =>
        !type.IsPrimitive && !type.IsEnum && !type.IsPointer && !type.IsInterface && type != typeof(object)
        && type != typeof(string) && type != typeof(decimal) && Nullable.GetUnderlyingType(type) is null
        && !typeof(Tensor).IsAssignableFrom(type) && !typeof(nn.Module).IsAssignableFrom(type)
        && !typeof(IRichOutput).IsAssignableFrom(type) && !typeof(IHtmlContent).IsAssignableFrom(type)
        && !typeof(JsonNode).IsAssignableFrom(type)
        && (typeof(ITuple).IsAssignableFrom(type) || type.IsGenericType
            || (!typeof(IEnumerable).IsAssignableFrom(type) && type.Namespace is not ("System" or "System.Numerics")))
        && Table.HasColumns(type);

    private static int? Count(IEnumerable sequence, Type type)
    {
        var counted = typeof(IReadOnlyCollection<>).MakeGenericType(type);
        return sequence is ICollection collection ? collection.Count
            : counted.IsInstanceOfType(sequence) ? (int)counted.GetProperty("Count")!.GetValue(sequence)!
            : null;
    }
}
