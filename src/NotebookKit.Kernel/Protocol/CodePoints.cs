namespace NotebookKit.Kernel.Protocol;

/// <summary>Positions on the wire count code points, positions in a .NET text count UTF-16 units.</summary>
internal static class CodePoints
{
    /// <summary>UTF-16 position of a code point; positions outside the text are moved to its ends.</summary>
    public static int ToUtf16(string text, int position)
    {
        var at = 0;
        for (var i = 0; i < position && at < text.Length; i++)
        {
            at += char.IsSurrogatePair(text, at) ? 2 : 1;
        }

        return at;
    }

    /// <summary>Number of code points before a UTF-16 position.</summary>
    public static int FromUtf16(string text, int position)
    {
        var count = 0;
        for (var at = 0; at < position && at < text.Length; count++)
        {
            at += char.IsSurrogatePair(text, at) ? 2 : 1;
        }

        return count;
    }
}
