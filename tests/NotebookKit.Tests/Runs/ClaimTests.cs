using NotebookKit.Data;
using NotebookKit.Runs;
using Xunit;

namespace NotebookKit.Tests.Runs;

public class ClaimTests
{
    private static readonly DataUse Photographs = new(
        "procedural-photographs", new string('0', 64), "stand-in", StandIn: true);

    [Theory]
    [InlineData(">= 0.95", 0.95, true)]
    [InlineData(">= 0.95", 0.9499, false)]
    [InlineData("<= 0.8", 0.8, true)]
    [InlineData("<= 0.8", 0.81, false)]
    [InlineData("0.6..1.6", 0.6, true)]
    [InlineData("0.6..1.6", 1.6, true)]
    [InlineData("0.6..1.6", 1.7, false)]
    [InlineData("-1..-0.5", -0.75, true)]
    public void ClaimBound_Parsed_HoldsUpToAndIncludingItsEnds(string bound, double value, bool holds)
    {
        Assert.Equal(holds, ClaimBound.Parse(bound).Holds(value));
        Assert.Equal(bound, ClaimBound.Parse(bound).ToString());
    }

    [Fact]
    public void ClaimBound_SpacesAndForms_AreReadAlike()
    {
        Assert.Equal(ClaimBound.AtLeast(0.95), ClaimBound.Parse(" >=0.95 "));
        Assert.Equal(ClaimBound.AtMost(-1e-3), ClaimBound.Parse("<= -0.001"));
        Assert.Equal(ClaimBound.Between(0.6, 1.6), ClaimBound.Parse("0.6 .. 1.6"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0.95")]
    [InlineData("> 0.95")]
    [InlineData(">= high")]
    [InlineData(">= NaN")]
    [InlineData("1.6..0.6")]
    [InlineData("1..2..3")]
    public void ClaimBound_OtherForms_AreRefused(string bound) =>
        Assert.Throws<FormatException>(() => ClaimBound.Parse(bound));

    [Fact]
    public void ClaimBound_NaN_NeverHolds() => Assert.False(ClaimBound.Parse("<= 0.8").Holds(double.NaN));

    [Fact]
    public void Claim_ThreeSeeds_IsJudgedByItsMeanWithItsInterval()
    {
        var claim = new Claim(
            "accuracy", "92.98 %", "abstract", [0.94, 0.95, 0.97], ">= 0.95", asserted: true, Photographs);

        Assert.True(claim.Holds);
        Assert.Equal(2.86 / 3, claim.Here, 12);
        Assert.Equal(4.303 * 0.0152753 / Math.Sqrt(3), claim.High!.Value - claim.Here, 4);
    }

    [Fact]
    public void Claim_MeanBelowItsBound_DoesNotHold() =>
        Assert.False(new Claim("accuracy", null, null, [0.99, 0.80], ">= 0.95", asserted: true, Photographs).Holds);

    [Fact]
    public void Claim_WithoutBound_IsOnlyShown()
    {
        var claim = new Claim("accuracy", null, null, [0.7], bound: null, asserted: false, Photographs);

        Assert.Null(claim.Holds);
        Assert.Null(claim.Low);
    }

    [Fact]
    public void Claim_AssertedWithoutBound_IsRefused() =>
        Assert.Throws<ArgumentException>(
            () => new Claim("accuracy", null, null, [0.7], bound: null, asserted: true, Photographs));

    [Fact]
    public void Claim_WithoutValue_IsRefused() =>
        Assert.Throws<ArgumentException>(
            () => new Claim("accuracy", null, null, [], ">= 0.5", asserted: true, Photographs));
}
