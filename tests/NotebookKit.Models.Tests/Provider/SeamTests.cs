using NotebookKit.Models.Backbones;
using NotebookKit.Tests.Provider;
using Xunit;

namespace NotebookKit.Models.Tests.Provider;

/// <summary>The papers must compile against the real TorchSharp too.</summary>
public sealed class SeamTests
{
    [Fact]
    public void Assembly_UsesOnlyMembersThatTorchSharpHas() => Assert.Empty(TorchSharpMembers.Unlisted(
        typeof(ResNet).Assembly.Location, Path.Combine(AppContext.BaseDirectory, "compat", "signatures-0.106.txt")));
}
