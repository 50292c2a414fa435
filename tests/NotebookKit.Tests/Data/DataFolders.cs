using Xunit;

namespace NotebookKit.Tests.Data;

/// <summary>The real data, where NOTEBOOKKIT_DATA names it; a test that needs it is skipped with a notice
/// elsewhere.</summary>
internal static class DataFolders
{
    public static string Real(string name)
    {
        var root = Environment.GetEnvironmentVariable("NOTEBOOKKIT_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), $"NOTEBOOKKIT_DATA is not set: no real {name} to test with.");
        var folder = Path.Combine(root!, name);
        Assert.SkipUnless(Directory.Exists(folder), $"NOTEBOOKKIT_DATA has no folder {name}.");
        return folder;
    }
}
