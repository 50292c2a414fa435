namespace NotebookKit.Kernel.Execution;

/// <summary>Answers what cells ask in a run, where nobody is there: each question has its answer from before.</summary>
internal sealed class RunInputs
{
    private readonly Dictionary<string, string> answers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the answers.</summary>
    /// <param name="given">By the words of the question.</param>
    public RunInputs(IReadOnlyDictionary<string, string> given)
    {
        foreach (var (question, answer) in given)
        {
            answers[Words(question)] = answer;
        }
    }

    /// <summary>The answer to a question.</summary>
    /// <param name="prompt">The question; colon, question mark and blanks at its end do not count, nor does
    /// case.</param>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public string Answer(string prompt)
    {
        var name = Words(prompt);
        return answers.TryGetValue(name, out var answer) ? answer : throw new InvalidOperationException(
            $"A notebook run has no input for '{name}', and nobody is there to ask. "
            + NearestNames.Question(name, answers.Keys)
            + $"Give it with --input \"{name}=VALUE\", or make it a parameter of the notebook.");
    }

    private static string Words(string prompt) => prompt.Trim().TrimEnd(':', '?', '>').TrimEnd();
}
