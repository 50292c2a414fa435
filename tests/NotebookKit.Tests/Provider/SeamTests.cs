using System.Runtime.CompilerServices;
using NotebookKit.Provider;
using Xunit;

namespace NotebookKit.Tests.Provider;

/// <summary>What lies above the seam must compile against the real TorchSharp too.</summary>
public sealed class SeamTests
{
    [Fact]
    public void Current_IsTheDoor_UnlessForced()
    {
        Assert.IsType<DoorBody>(ProviderBody.Current);
        using (Bodies.Use("plain"))
        {
            Assert.IsType<PlainBody>(ProviderBody.Current);
        }

        Assert.IsType<DoorBody>(ProviderBody.Current);
    }

    [Fact]
    public void Sources_NameTheBindingInOneFileOnly()
    {
        var source = Path.GetFullPath(Path.Combine(Folder(), "../../../src"));
        var naming = new[] { "NotebookKit", "NotebookKit.Models" }
            .Select(project => Path.Combine(source, project))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Contains("NotebookKit.Torch", StringComparison.Ordinal))
            .Select(Path.GetFileName);

        Assert.Equal(["DoorBody.cs"], naming);
    }

    [Fact]
    public void Assembly_UsesOnlyMembersThatTorchSharpHas() => Assert.Empty(TorchSharpMembers.Unlisted(
        typeof(ProviderBody).Assembly.Location, Path.Combine(AppContext.BaseDirectory, "compat", "signatures-0.106.txt")));

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
