using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace NotebookKit.Kernel.Packages;

/// <summary>The made-up project whose restore resolves packages: everything that the answer depends on is in its
/// text.</summary>
/// <param name="requests">All packages asked for so far, in order.</param>
/// <param name="sources">Sources to ask besides the user's own: addresses or full paths.</param>
internal sealed class PackageProject(IReadOnlyList<PackageRequest> requests, IReadOnlyList<string> sources)
{
    private static readonly string[] Fences =
        ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];

    /// <summary>The text of the project file.</summary>
    public string Text { get; } = new XElement("Project",
        new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement("PropertyGroup",
            new XElement("TargetFramework", TargetFramework),
            new XElement("RuntimeIdentifier", PortableRid),
            new XElement("SelfContained", "false"),
            new XElement("UseAppHost", "false"),
            new XElement("NuGetAudit", "false"),
            // A source that cannot be reached is no fault as long as another one has the package.
            new XElement("RestoreIgnoreFailedSources", "true"),
            new XElement("RestoreAdditionalProjectSources", string.Join(';', sources))),
        new XElement("ItemGroup",
            new XElement("FrameworkReference", new XAttribute("Include", "Microsoft.AspNetCore.App")),
            requests.Select(r => new XElement("PackageReference",
                new XAttribute("Include", r.Id), new XAttribute("Version", r.ProjectVersion))))).ToString();

    /// <summary>Equal for equal questions on equal machines.</summary>
    public string Key => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{Text}\n{Environment.Version}")).AsSpan(0, 12));

    private static string TargetFramework => $"net{Environment.Version.Major}.{Environment.Version.Minor}";

    /// <summary>The runtime's own identifier, for example linux-x64.</summary>
    public static string PortableRid => RuntimeInformation.RuntimeIdentifier;

    /// <summary>Writes the project into a folder, fenced off from build files of the folders above.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <returns>Path of the project file.</returns>
    public string WriteTo(string folder)
    {
        foreach (var fence in Fences)
        {
            File.WriteAllText(Path.Combine(folder, fence), "<Project />");
        }

        File.WriteAllText(Path.Combine(folder, "Directory.Build.rsp"), "");
        var path = Path.Combine(folder, "packages.csproj");
        File.WriteAllText(path, Text);
        return path;
    }
}
