namespace NotebookKit.Torch.Tests.Fuzz;

/// <summary>Decisions of one fuzzing case, read from the numbers that FsCheck drew; 0 is always the plainest.</summary>
/// <param name="numbers">Each from 0; after the last one all further are 0.</param>
internal sealed class Choices(int[] numbers)
{
    private int _next;

    /// <summary>A number from 0 to below <paramref name="count"/>.</summary>
    public int Next(int count) => _next < numbers.Length ? numbers[_next++] % count : 0;

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both possible.</summary>
    public int Between(int low, int high) => low + Next(high - low + 1);

    /// <summary>True once in <paramref name="count"/> times.</summary>
    public bool OneIn(int count) => Next(count) == count - 1;

    /// <summary>One of the items.</summary>
    public T Of<T>(params ReadOnlySpan<T> items) => items[Next(items.Length)];
}
