using NotebookKit.Interactive;

namespace NotebookKit.Kernel.Language;

/// <summary>What a front end asks about code that is being written. Runs beside the cells: none of it runs code of the
/// user.</summary>
public interface ILanguageServices
{
    /// <summary>Whether a text can be run as it is; by its syntax alone.</summary>
    /// <param name="code">The text so far.</param>
    Completeness Check(string code);

    /// <summary>What could stand at a position.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="position">The cursor, in UTF-16 units.</param>
    /// <param name="cancel">A newer question came.</param>
    CompletionList Complete(string code, int position, CancellationToken cancel);

    /// <summary>What stands at a position, or to the left of it.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="position">The cursor, in UTF-16 units.</param>
    /// <param name="detailed">With overloads, or the source of what a cell defined.</param>
    /// <param name="cancel">A newer question came.</param>
    /// <returns>Its description; null when nothing is known.</returns>
    MimeBundle? Inspect(string code, int position, bool detailed, CancellationToken cancel);
}

/// <summary>Whether a text can be run.</summary>
/// <param name="State">Whether.</param>
/// <param name="Indent">For an incomplete text: the blanks that the next line begins with.</param>
public readonly record struct Completeness(CompletenessState State, string Indent = "");

/// <summary>Whether a text can be run.</summary>
public enum CompletenessState
{
    /// <summary>As it is.</summary>
    Complete,

    /// <summary>More lines are to come.</summary>
    Incomplete,

    /// <summary>No further line would make it right.</summary>
    Invalid,
}

/// <summary>What could stand at a position.</summary>
/// <param name="Start">Where the text to replace begins, in UTF-16 units.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Items">Best first, no text twice.</param>
public sealed record CompletionList(int Start, int End, IReadOnlyList<CompletionItem> Items);

/// <summary>One thing that could stand there.</summary>
/// <param name="Text">What to put in.</param>
/// <param name="Kind">What it is, in the words of front ends: function, class, instance, keyword ...</param>
/// <param name="Signature">Parameters of a function; empty for anything else.</param>
public sealed record CompletionItem(string Text, string Kind, string Signature = "");
