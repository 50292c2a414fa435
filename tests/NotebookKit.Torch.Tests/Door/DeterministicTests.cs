using System.Runtime.InteropServices;
using NotebookKit.Torch.Door;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests.Door;

public sealed unsafe class DeterministicTests
{
    private static nint s_put;

    [Fact]
    public void Deterministic_OperatorWithoutSuchAForm_IsRefusedWhileOn()
    {
        Put();
        TorchInfo.Deterministic = true;
        try
        {
            var error = Assert.Throws<ExternalException>(Put);
            Assert.Contains("put_ does not have a deterministic implementation", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            TorchInfo.Deterministic = false;
        }

        Put();
    }

    // Which of two values for one place stays is open: PyTorch has no deterministic form of put_.
    private static void Put()
    {
        using var target = zeros(3);
        using var index = zeros(2, dtype: int64);
        using var source = ones(2);
        var args = stackalloc NkVal[3];
        args[0] = NkVal.Of(target);
        args[1] = NkVal.Of(index);
        args[2] = NkVal.Of(source);
        Native.Call(ref s_put, "aten::put_", "", args, 3, null, 0);
    }
}
