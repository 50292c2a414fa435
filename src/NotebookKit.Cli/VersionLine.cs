using NotebookKit.Runs;

namespace NotebookKit.Cli;

/// <summary>What <c>nk --version</c> prints.</summary>
internal static class VersionLine
{
    /// <summary>"nk 0.1.0, .NET 10.0.1, libtorch 1.13.1".</summary>
    public static string Text
    {
        get
        {
            var here = RunEnvironment.Capture();
            return $"nk {here.Kit}, .NET {here.Dotnet}, libtorch {here.Libtorch}";
        }
    }
}
