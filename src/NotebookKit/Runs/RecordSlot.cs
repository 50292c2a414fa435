using System.Reflection;
using NotebookKit.Show;

namespace NotebookKit.Runs;

/// <summary>Where a notebook shows a stored run, or says how to make it where the assembly was built without.</summary>
/// <param name="assembly">The assembly that may hold the record.</param>
/// <param name="resource">Name of the record in it.</param>
/// <param name="command">The command that makes such a run.</param>
public sealed class RecordSlot(Assembly assembly, string resource, string command)
{
    private readonly Lazy<RecordedRun?> run = new(() => Read(assembly, resource));

    /// <summary>The stored run; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The record cannot be read.</exception>
    public RecordedRun? Run => run.Value;

    /// <summary>A figure of the run, or a line that says how to make it.</summary>
    /// <param name="name">What the figure is called in the record.</param>
    /// <exception cref="ArgumentException">The record has no such figure.</exception>
    public Figure Figure(string name) => Run?.Figure(name)
        ?? Show.Figure.Message($"Stored run, {name}.", $"This build has no stored run. It is made by: {command}");

    private static RecordedRun? Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource);
        if (stream is null)
        {
            return null;
        }

        using var content = new MemoryStream();
        stream.CopyTo(content);
        return RunJson.Parse<RecordedRun>(content.ToArray(), resource);
    }
}
