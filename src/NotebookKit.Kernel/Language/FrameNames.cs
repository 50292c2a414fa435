using System.Reflection;
using System.Text.RegularExpressions;

namespace NotebookKit.Kernel.Language;

/// <summary>Names of stack frames as their author wrote them, without what the compiler made of them.</summary>
internal static partial class FrameNames
{
    private static readonly string[] Hidden =
    [
        "System.Runtime.CompilerServices", "System.Runtime.ExceptionServices", "System.Threading.Tasks",
        "System.Reflection", "System.Threading.ExecutionContext", "NotebookKit.Kernel.",
        "NotebookKit.Interactive.Checkpoint",
    ];

    /// <summary>The function of a cell; empty for the cell's top level.</summary>
    public static string InCell(MethodBase? method)
    {
        var name = method is null ? "" : Written(method);
        return name is "Initialize" or "Factory" ? "" : name;
    }

    /// <summary>Type and method of a library; null for the kernel's frames and for async noise.</summary>
    public static string? InLibrary(MethodBase? method)
    {
        var type = method?.DeclaringType;
        while (type is { IsNested: true } && type.Name.StartsWith('<'))
        {
            type = type.DeclaringType;      // state machines and closures
        }

        var typeName = type?.FullName?.Replace('+', '.');
        return typeName is null || Hidden.Any(h => typeName.StartsWith(h, StringComparison.Ordinal))
               || typeName.StartsWith("Submission#", StringComparison.Ordinal)
            ? null
            : $"{typeName}.{Written(method!)}";
    }

    private static string Written(MethodBase method)
    {
        var raw = method.Name == "MoveNext" && method.DeclaringType is { } machine && machine.Name.StartsWith('<')
            ? machine.Name      // <Name>d__3, or <<Initialize>>d__0 for the top of a cell
            : method.Name;
        if (LocalFunction().Match(raw) is { Success: true } local)
        {
            return local.Groups[1].Value;
        }

        if (raw.Contains(">b__", StringComparison.Ordinal))
        {
            return "a lambda";
        }

        return Generated().Match(raw) is { Success: true } generated ? generated.Groups[1].Value : raw;
    }

    [GeneratedRegex(@"g__([^|]+)\|")]
    private static partial Regex LocalFunction();

    [GeneratedRegex("^<+([^<>]+)>")]
    private static partial Regex Generated();
}
