using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace NotebookKit.Kernel.Language;

/// <summary>The XML documentation of types and members: beside their assembly, or in the SDK's reference
/// pack.</summary>
/// <param name="Summary">What it is.</param>
/// <param name="Parameters">What each parameter is, in order.</param>
/// <param name="Returns">What it gives; empty for nothing.</param>
internal sealed partial record Documentation(string Summary, IReadOnlyList<(string Name, string Text)> Parameters,
    string Returns)
{
    private static readonly Lazy<IReadOnlyList<string>> FrameworkFiles = new(FindFrameworkFiles);

    /// <summary>The documentation of a symbol; null when there is none.</summary>
    /// <param name="symbol">Any symbol.</param>
    /// <param name="assembly">Path of its assembly; null when it has none.</param>
    public static Documentation? Of(ISymbol symbol, string? assembly)
    {
        if (assembly is null || symbol.OriginalDefinition.GetDocumentationCommentId() is not { } id)
        {
            return null;
        }

        foreach (var file in FilesFor(assembly))
        {
            if (File.Exists(file) && Member(file, id) is { } member)
            {
                return new Documentation(
                    Text(member.Element("summary")),
                    [.. member.Elements("param").Select(p => (p.Attribute("name")?.Value ?? "", Text(p)))],
                    Text(member.Element("returns")));
            }
        }

        return null;
    }

    /// <summary>Finds one member without parsing the file (7 MB for the framework's core).</summary>
    private static XElement? Member(string file, string id)
    {
        var bytes = File.ReadAllBytes(file);
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"<member name=\"{id}\""));
        var length = at < 0 ? -1 : bytes.AsSpan(at).IndexOf("</member>"u8);
        if (length < 0)
        {
            return null;
        }

        try
        {
            return XElement.Parse(Encoding.UTF8.GetString(bytes, at, length) + "</member>",
                LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null;        // a file made by hand: no documentation rather than no answer
        }
    }

    private static IEnumerable<string> FilesFor(string assembly)
    {
        var beside = Path.ChangeExtension(assembly, ".xml");
        if (File.Exists(beside))
        {
            return [beside];
        }

        // What lies in System.Private.CoreLib is documented under the names of the reference assemblies.
        var name = Path.GetFileNameWithoutExtension(assembly);
        return Path.GetDirectoryName(assembly) != Path.GetDirectoryName(typeof(object).Assembly.Location)
            ? []
            : FrameworkFiles.Value.OrderByDescending(f => Path.GetFileNameWithoutExtension(f) == name);
    }

    private static IReadOnlyList<string> FindFrameworkFiles()
    {
        string[] first = ["System.Runtime", "System.Collections", "System.Threading", "System.Memory"];
        var shared = new DirectoryInfo(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        var pack = Path.Combine(shared.Parent!.Parent!.Parent!.FullName, "packs", "Microsoft.NETCore.App.Ref");
        return !Directory.Exists(pack) ? [] :
        [
            .. Directory.EnumerateFiles(pack, "*.xml", SearchOption.AllDirectories)
                .OrderByDescending(f => first.Contains(Path.GetFileNameWithoutExtension(f)))
                .ThenBy(f => f, StringComparer.Ordinal),
        ];
    }

    /// <summary>The text of an element; references by their short names.</summary>
    private static string Text(XElement? element)
    {
        if (element is null)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var node in element.DescendantNodes())
        {
            text.Append(node switch
            {
                XText words => words.Value,
                XElement { Name.LocalName: "see" or "seealso" or "paramref" or "typeparamref" or "inheritdoc" } link when !link.Nodes().Any() =>
                    ShortName((link.Attribute("cref") ?? link.Attribute("name") ?? link.Attribute("langword")
                        ?? link.Attribute("href"))?.Value ?? ""),
                XElement { Name.LocalName: "para" or "br" } => "\n",
                _ => "",
            });
        }

        return Blanks().Replace(text.ToString(), " ").Trim();
    }

    private static string ShortName(string reference)
    {
        var name = reference.Split('(')[0].Split('`')[0];
        return name.Length > 2 && name[1] == ':' ? name[2..].Split('.')[^1] : name;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
