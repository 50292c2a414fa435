namespace TorchSharp;

/// <summary>Window sizes come as a number, a tuple or an array; operators take arrays.</summary>
internal static class Sizes
{
    public static long[] Of(long value) => [value];

    public static long[]? Of(long? value) => value is { } v ? [v] : null;

    public static long[] Of((long, long) value) => [value.Item1, value.Item2];

    public static long[]? Of((long, long)? value) => value is { } v ? Of(v) : null;

    public static long[] Of((long, long, long) value) => [value.Item1, value.Item2, value.Item3];

    public static long[]? Of((long, long, long)? value) => value is { } v ? Of(v) : null;

    /// <summary>One number for each of <paramref name="count"/> dimensions.</summary>
    public static long[] Repeat(long value, int count)
    {
        var result = new long[count];
        Array.Fill(result, value);
        return result;
    }
}
