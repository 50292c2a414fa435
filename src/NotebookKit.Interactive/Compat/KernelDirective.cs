namespace Microsoft.DotNet.Interactive;

/// <summary>A directive that a package or a cell adds with <see cref="Kernel.AddDirective"/>: a line #!NAME that does
/// something of its own.</summary>
public sealed class KernelDirective
{
    /// <summary>Makes a directive.</summary>
    /// <param name="name">Letters, digits, - and _; #! in front of it does not count.</param>
    /// <param name="summary">What it does, in one line, for lists and help.</param>
    /// <param name="obey">Does it, on the thread of the cells; what it throws fails the cell.</param>
    /// <exception cref="ArgumentException">The name holds something else.</exception>
    public KernelDirective(string name, string summary, Func<DirectiveCall, Task> obey)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(obey);
        Name = name.StartsWith("#!", StringComparison.Ordinal) ? name[2..] : name;
        if (Name.Length == 0 || !Name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new ArgumentException(
                $"The name of a directive holds letters, digits, '-' and '_', but is '{name}'.", nameof(name));
        }

        (Summary, Obey) = (summary, obey);
    }

    /// <summary>The name, without #!.</summary>
    public string Name { get; }

    /// <summary>What it does, in one line.</summary>
    public string Summary { get; }

    /// <summary>Does it.</summary>
    public Func<DirectiveCall, Task> Obey { get; }

    /// <summary>What follows the name, for help and completion, as in "PLACE [--hours N]".</summary>
    public string Usage { get; init; } = "";

    /// <summary>Whether the lines behind it are its text, and not C#.</summary>
    public bool TakesText { get; init; }

    /// <summary>Whether a word means this directive; case does not count.</summary>
    /// <param name="name">A word without #!.</param>
    internal bool IsNamed(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A directive as a cell wrote it.</summary>
/// <param name="Words">What follows its name and is no option, without quotes.</param>
/// <param name="Options">Its options by name, as --hours; one without a value is empty.</param>
/// <param name="Text">The lines behind it; empty for one that takes none.</param>
public sealed record DirectiveCall(
    IReadOnlyList<string> Words, IReadOnlyDictionary<string, string> Options, string Text);
