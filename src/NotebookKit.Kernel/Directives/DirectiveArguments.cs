using System.Text.RegularExpressions;

namespace NotebookKit.Kernel.Directives;

/// <summary>A directive is written wrongly, or cannot be obeyed; the message is for the user.</summary>
/// <param name="message">What must hold, what came, what to do.</param>
internal sealed class DirectiveException(string message) : Exception(message);

/// <summary>What stands behind a directive's name: words, quotes, options as --name value.</summary>
internal sealed partial class DirectiveArguments
{
    private readonly Dictionary<string, string> options = new(StringComparer.Ordinal);

    public DirectiveArguments(string text)
    {
        string? option = null;
        foreach (var word in Word().Matches(text).Select(m => m.Value))
        {
            if (option is null && word.StartsWith("--", StringComparison.Ordinal))
            {
                option = word;
                options[word] = "";
            }
            else if (option is not null)
            {
                options[option] = Unquoted(word);
                option = null;
            }
            else
            {
                Words.Add(Unquoted(word));
            }
        }
    }

    /// <summary>What is no option.</summary>
    public List<string> Words { get; } = [];

    /// <summary>All options by name.</summary>
    public IReadOnlyDictionary<string, string> Options => options;

    /// <summary>The value of an option; null when it is not there.</summary>
    public string? Option(string name) => options.GetValueOrDefault(name);

    private static string Unquoted(string word) => word.Replace("\"", "", StringComparison.Ordinal);

    [GeneratedRegex("(?:\"[^\"]*\"|\\S)+")]
    private static partial Regex Word();
}
