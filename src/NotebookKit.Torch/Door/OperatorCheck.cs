using System.Runtime.CompilerServices;

namespace NotebookKit.Torch.Door;

/// <summary>
/// A check before every operator, for code of many operators that nothing else can stop. Off, it costs one read and one
/// branch. TorchSharp has no such thing, so only adapters outside the seam use it.
/// </summary>
public static class OperatorCheck
{
    private static volatile Action? s_check;

    /// <summary>Calls <paramref name="check"/> before every operator on every thread; it may throw. Null ends it.</summary>
    public static void Use(Action? check) => s_check = check;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Pass()
    {
        if (s_check is { } check)
        {
            check();
        }
    }
}
