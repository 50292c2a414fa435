namespace NotebookKit.Cli.Tests;

/// <summary>A folder of one test, with a space in its name; removed at the end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Directory.CreateDirectory(Root);

    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"nk test {Guid.NewGuid():N}");

    /// <summary>Path inside the folder.</summary>
    public string this[params string[] parts] => Path.Combine([Root, .. parts]);

    public string Write(string path, string content)
    {
        var full = this[path];
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
