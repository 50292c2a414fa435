using Xunit;

namespace NotebookKit.Kernel.Tests;

public sealed class NearestNamesTests
{
    [Theory]
    [InlineData("epoch", "epochs")]
    [InlineData("lenght", "length")]
    [InlineData("MODE", "mode")]
    [InlineData("leaningrate", "learningRate")]
    public void Of_SlipOfTheKeys_FindsTheName(string wrong, string right) =>
        Assert.Equal(right, NearestNames.Of(wrong, ["mode", "seed", "epochs", "learningRate", "length"])[0]);

    [Fact]
    public void Of_SomethingElse_FindsNothing() =>
        Assert.Empty(NearestNames.Of("temperature", ["mode", "seed", "epochs"]));
}
