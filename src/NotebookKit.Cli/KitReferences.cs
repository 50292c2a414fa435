using System.Reflection;
using NotebookKit.Data;
using NotebookKit.Explain;
using NotebookKit.Metrics;
using NotebookKit.Models.CifakeGradCam;
using NotebookKit.Runs;
using NotebookKit.Show;
using NotebookKit.Train;
using TorchSharp;

namespace NotebookKit.Cli;

/// <summary>What a cell may use without a line of its own: the kit's assemblies and the namespaces of its library.</summary>
public static class KitReferences
{
    /// <summary>One type of each namespace of the library.</summary>
    private static readonly Type[] Library =
    [
        typeof(DataCatalogue), typeof(Interval), typeof(Claim), typeof(History), typeof(GradCam), typeof(Figure), typeof(torch),
    ];

    /// <summary>The assemblies that cells are compiled against, once for all cells; what they need comes along.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
        [.. Library.Append(typeof(CifakeRecipe)).Select(type => type.Assembly).Distinct()];

    /// <summary>The namespaces, besides those that every cell has, and torch's members without prefix. A paper's namespace
    /// is not among them: its notebook names it.</summary>
    public static IReadOnlyList<string> Usings { get; } =
    [
        nameof(NotebookKit), .. Library.Select(type => type.Namespace!), $"static {typeof(torch).FullName}",
    ];
}
