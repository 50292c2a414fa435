namespace NotebookKit.Models.LabelErrors;

/// <summary>The examples of each class, in ascending order.</summary>
internal sealed class ClassRows
{
    private readonly int[] _order;
    private readonly int[] _starts;

    public ClassRows(ReadOnlySpan<int> givenLabels, int[] counts)
    {
        _order = new int[givenLabels.Length];
        _starts = new int[counts.Length + 1];
        for (var k = 0; k < counts.Length; k++) _starts[k + 1] = _starts[k] + counts[k];
        var next = _starts.AsSpan(0, counts.Length).ToArray();
        for (var i = 0; i < givenLabels.Length; i++) _order[next[givenLabels[i]]++] = i;
    }

    public ReadOnlySpan<int> Of(int k) => _order.AsSpan(_starts[k], _starts[k + 1] - _starts[k]);
}
