using NotebookKit.Tests.Provider;
using NotebookKit.Train;
using Xunit;

namespace NotebookKit.Tests.Train;

public sealed class DeterminismTests
{
    [Fact]
    public void Demand_Nested_HoldsUntilTheOutermostEnds()
    {
        using var body = Bodies.Use("door");
        Assert.False(Determinism.IsDemanded);
        using (Determinism.Demand())
        {
            using (Determinism.Demand())
            {
                Assert.True(Determinism.IsDemanded);
            }

            Assert.True(Determinism.IsDemanded);
        }

        Assert.False(Determinism.IsDemanded);
    }

    [Fact]
    public void Demand_OverThePlainBody_SaysWhatIsMissing()
    {
        using var body = Bodies.Use("plain");

        Assert.Null(Determinism.IsDemanded);
        Assert.Throws<NotSupportedException>(Determinism.Demand);
    }
}
