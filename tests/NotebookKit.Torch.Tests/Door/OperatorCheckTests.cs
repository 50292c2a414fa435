using NotebookKit.Torch.Door;
using TorchSharp;

namespace NotebookKit.Torch.Tests.Door;

public sealed class OperatorCheckTests
{
    [Fact]
    public void Use_CheckThatThrows_StopsTheNextOperatorUntilItIsTakenBack()
    {
        using var x = torch.ones(2);
        var asked = 0;
        try
        {
            OperatorCheck.Use(() => asked++);
            using var more = x + 1;
            Assert.Equal(1, asked);
            OperatorCheck.Use(() => throw new OperationCanceledException("enough"));
            Assert.Equal("enough", Assert.Throws<OperationCanceledException>(() => x + 1).Message);
        }
        finally
        {
            OperatorCheck.Use(null);
        }

        using var sum = x + 1;
        Assert.Equal(4, sum.sum().ToSingle());
    }
}
