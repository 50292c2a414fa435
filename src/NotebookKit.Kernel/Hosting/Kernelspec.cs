using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Interactive;
using NotebookKit.Kernel.Protocol;

namespace NotebookKit.Kernel.Hosting;

/// <summary>The folder by which Jupyter finds a kernel: kernel.json and two pictures.</summary>
/// <param name="folder">The folder, for example ~/.local/share/jupyter/kernels/.net-csharp.</param>
public sealed class Kernelspec(string folder)
{
    /// <summary>The name that C# notebooks have always asked for.</summary>
    public const string DefaultName = ".net-csharp";

    /// <summary>The name that people see.</summary>
    public const string DefaultDisplayName = ".NET (C#)";

    private const string FileName = "kernel.json";
    private const string Mark = "notebookkit";      // in the metadata: whose it is
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The folder.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The folder of this user's kernels: $JUPYTER_DATA_DIR/kernels, else by platform.</summary>
    public static string UserFolder
    {
        get
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            var data = Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } given ? given
                : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Jupyter")
                : OperatingSystem.IsWindows()
                    ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter")
                : Path.Combine(
                    Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg
                        ? xdg : Path.Combine(home, ".local", "share"), "jupyter");
            return Path.Combine(data, "kernels");
        }
    }

    /// <summary>Every kernelspec in a folder of kernels, by name.</summary>
    /// <param name="kernels">The folder; it may be missing.</param>
    public static IReadOnlyList<Kernelspec> In(string kernels) => !Directory.Exists(kernels) ? [] :
    [
        .. Directory.EnumerateDirectories(kernels).Where(d => File.Exists(Path.Combine(d, FileName)))
            .Order(StringComparer.Ordinal).Select(d => new Kernelspec(d)),
    ];

    /// <summary>Whether there is one.</summary>
    public bool Exists => File.Exists(Path.Combine(Folder, FileName));

    /// <summary>The name that people see; null where the file cannot be read.</summary>
    public string? DisplayName => Read()?["display_name"]?.ToString();

    /// <summary>Whether NotebookKit wrote it.</summary>
    public bool IsOwn => (Read()?["metadata"] as JsonObject)?.ContainsKey(Mark) == true;

    /// <summary>Writes the kernelspec.</summary>
    /// <param name="command">Program and arguments that start the kernel; {connection_file} stands for the
    /// file.</param>
    /// <param name="displayName">The name that people see.</param>
    /// <param name="force">Also in the place of one that another product wrote.</param>
    /// <exception cref="UsageException">There is one of another product, and no force.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Install(IReadOnlyList<string> command, string displayName, bool force)
    {
        if (Exists && !IsOwn && !force)
        {
            throw new UsageException(
                $"{Folder} holds the kernel '{DisplayName ?? "?"}' of another product. "
                + "Replace it with --force, or choose another --name.");
        }

        foreach (var picture in (string[])["logo-32x32.png", "logo-64x64.png"])
        {
            using var image = typeof(Kernelspec).Assembly.GetManifestResourceStream(picture)!;
            AtomicFile.Write(Path.Combine(Folder, picture), image.CopyTo);
        }

        var json = new JsonObject
        {
            ["argv"] = new JsonArray([.. command.Select(c => (JsonNode)c)]),
            ["display_name"] = displayName,
            ["language"] = KernelInfo.CSharp.Name,
            ["interrupt_mode"] = "message",
            ["env"] = new JsonObject(),
            ["metadata"] = new JsonObject { ["debugger"] = false, [Mark] = true },
        };
        AtomicFile.Write(Path.Combine(Folder, FileName), json.ToJsonString(Indented) + "\n");
    }

    /// <summary>Removes the kernelspec.</summary>
    /// <param name="force">Also one that another product wrote.</param>
    /// <exception cref="UsageException">There is none, or it is of another product.</exception>
    public void Uninstall(bool force)
    {
        if (!Exists)
        {
            throw new UsageException($"There is no kernel in {Folder}. 'nk kernel list' shows the ones that are there.");
        }

        if (!IsOwn && !force)
        {
            throw new UsageException($"{Folder} is of another product ('{DisplayName ?? "?"}'). Remove it with --force.");
        }

        Directory.Delete(Folder, recursive: true);
    }

    private JsonObject? Read()
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, FileName))) as JsonObject;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;        // of another product, then
        }
    }
}
