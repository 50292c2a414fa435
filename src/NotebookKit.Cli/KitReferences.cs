using System.Reflection;
using NotebookKit.Data;
using NotebookKit.Explain;
using NotebookKit.Kernel.Packages;
using NotebookKit.Metrics;
using NotebookKit.Models.CifakeGradCam;
using NotebookKit.Provider;
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

    /// <summary>Whoever asks what cells may use is about to run some: from then on they show the kit's values richly, and Stop reaches
    /// the operators.</summary>
    static KitReferences()
    {
        KitFormatters.Register();
        OperatorInterrupt.Connect();
    }

    /// <summary>The assemblies that cells are compiled against, once for all cells; what they need comes along.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
        [.. Library.Append(typeof(CifakeRecipe)).Select(type => type.Assembly).Distinct()];

    /// <summary>Packages of old notebooks that the kit stands in for.</summary>
    public static IReadOnlyList<BuiltInPackage> BuiltInPackages { get; } =
    [
        .. new[] { "TorchSharp", "TorchSharp-*", "libtorch-*" }.Select(p =>
            new BuiltInPackage(p, "answered by the kit's own binding to the libtorch of this machine.")),
        .. new[] { "", ".CSharp", ".Formatting" }.Select(p =>
            new BuiltInPackage("Microsoft.DotNet.Interactive" + p, "answered by the kit's own display and formatters.")),
    ];

    /// <summary>The namespaces, besides those that every cell has, and torch's members without prefix. A paper's namespace
    /// is not among them: its notebook names it.</summary>
    public static IReadOnlyList<string> Usings { get; } =
    [
        nameof(NotebookKit), .. Library.Select(type => type.Namespace!), $"static {typeof(torch).FullName}",
    ];
}
