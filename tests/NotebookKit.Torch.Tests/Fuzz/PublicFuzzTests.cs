using System.Runtime.InteropServices;

namespace NotebookKit.Torch.Tests.Fuzz;

/// <summary>The public interface with random shapes, types, layouts and arguments against results that are computed
/// without libtorch: shape, type and every value, or a refusal where the arguments do not fit.</summary>
public sealed class PublicFuzzTests
{
    private const int Cases = 10_000;
    private const int Decisions = 64;

    [Fact]
    public void Calls_WithRandomArguments_AreRightOrRefused() => Assert.Equal("", string.Join("\n", FuzzChild.Run(Child)));

    [Fact(Explicit = true)]
    public void Child()
    {
        var (right, refused) = (0, 0);
        FuzzChild.ForCases(Cases, Decisions, choices =>
        {
            var call = PublicRules.Draw(choices);
            return (call.Text, () =>
            {
                if (call.Expected is { } expected)
                {
                    expected.Check(call.Call(), call.Tolerance);
                    right++;
                }
                else
                {
                    Assert.ThrowsAny<ExternalException>(call.Call);
                    refused++;
                }
            });
        });
        Assert.True(right > Cases / 2 && refused > Cases / 50, $"{right} right and {refused} refused calls test too little.");
    }
}
