using System.Reflection;
using System.Text.Json.Nodes;

namespace NotebookKit.Kernel.Protocol;

/// <summary>kernel_info_reply: what the kernel is, known before the language is loaded.</summary>
/// <param name="Name">Name of the language.</param>
/// <param name="Version">Its version.</param>
/// <param name="MimeType">MIME type of its files.</param>
/// <param name="FileExtension">Extension of its files, with the dot.</param>
/// <param name="PygmentsLexer">Name of its lexer in Pygments.</param>
/// <param name="Banner">A line for consoles.</param>
public sealed record KernelInfo(
    string Name, string Version, string MimeType, string FileExtension, string PygmentsLexer, string Banner)
{
    /// <summary>C# 14 on .NET 10, with the names that notebooks have always had.</summary>
    public static KernelInfo CSharp { get; } = new(
        "C#", "14.0", "text/x-csharp", ".cs", "csharp",
            $"NotebookKit {OwnVersion}: C# 14 on .NET {Environment.Version}");

    private static string OwnVersion =>
        typeof(KernelInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    internal JsonObject ToContent() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = Transport.WireFormat.ProtocolVersion,
        ["implementation"] = "NotebookKit",
        ["implementation_version"] = OwnVersion,
        ["language_info"] = new JsonObject
        {
            ["name"] = Name,
            ["version"] = Version,
            ["mimetype"] = MimeType,
            ["file_extension"] = FileExtension,
            ["pygments_lexer"] = PygmentsLexer,
            ["codemirror_mode"] = MimeType,
            ["nbconvert_exporter"] = "script",
        },
        ["banner"] = Banner,
        ["help_links"] = new JsonArray
        {
            new JsonObject { ["text"] = "C# language", ["url"] = "https://learn.microsoft.com/dotnet/csharp/" },
            new JsonObject { ["text"] = ".NET API", ["url"] = "https://learn.microsoft.com/dotnet/api/" },
        },
        ["supported_features"] = new JsonArray(),
        ["debugger"] = false,
    };
}
