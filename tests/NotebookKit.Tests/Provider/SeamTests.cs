using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using NotebookKit.Provider;
using Xunit;

namespace NotebookKit.Tests.Provider;

/// <summary>What lies above the seam must compile against the real TorchSharp too.</summary>
public sealed class SeamTests
{
    [Fact]
    public void Current_IsTheDoor_UnlessForced()
    {
        Assert.IsType<DoorBody>(ProviderBody.Current);
        using (Bodies.Use("plain"))
        {
            Assert.IsType<PlainBody>(ProviderBody.Current);
        }

        Assert.IsType<DoorBody>(ProviderBody.Current);
    }

    [Fact]
    public void Sources_NameTheBindingInOneFileOnly()
    {
        var source = Path.GetFullPath(Path.Combine(Folder(), "../../../src"));
        var naming = new[] { "NotebookKit", "NotebookKit.Models" }
            .Select(project => Path.Combine(source, project))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Contains("NotebookKit.Torch", StringComparison.Ordinal))
            .Select(Path.GetFileName);

        Assert.Equal(["DoorBody.cs"], naming);
    }

    [Fact]
    public void Assembly_UsesOnlyMembersThatTorchSharpHas()
    {
        var listed = Listed();
        string[] unlisted = ["torch.linalg.eigh"];                        // in TorchSharp, though not in our list of it
        var unknown = Used(typeof(ProviderBody).Assembly.Location)
            .Where(use => !use.Member.StartsWith('.') && !use.Member.StartsWith("op_", StringComparison.Ordinal))
            .Where(use => !listed.TryGetValue(use.Owner, out var lines)
                || !Regex.IsMatch(lines, $@"\b([gs]et_)?{Regex.Escape(use.Member)}\b"))
            .Select(use => $"{use.Owner}.{use.Member}").Except(unlisted);

        Assert.Empty(unknown);
    }

    // Lines of Compat/signatures-0.106.txt by the type that heads them, "torch.nn.Module".
    private static Dictionary<string, string> Listed()
    {
        var lists = new Dictionary<string, string>(StringComparer.Ordinal);
        var owner = "";
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "compat", "signatures-0.106.txt")))
        {
            if (Regex.Match(line, @"^\[(.+)\]$") is { Success: true } head)
            {
                owner = Regex.Replace(head.Groups[1].Value, "<.*?>", "");
            }
            else
            {
                lists[owner] = lists.GetValueOrDefault(owner) + line + "\n";
            }
        }

        return lists;
    }

    // Members of TorchSharp's types that an assembly refers to.
    private static SortedSet<(string Owner, string Member)> Used(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        var used = new SortedSet<(string Owner, string Member)>();
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            var owner = OwnerOf(metadata, member.Parent);
            if (owner.StartsWith("TorchSharp.", StringComparison.Ordinal))
            {
                var name = Regex.Replace(metadata.GetString(member.Name), "^[gs]et_", "");
                used.Add((owner["TorchSharp.".Length..], name == "Item" ? "this" : name));    // an indexer
            }
        }

        return used;
    }

    private static string OwnerOf(MetadataReader metadata, EntityHandle parent)
    {
        switch (parent.Kind)
        {
            case HandleKind.TypeSpecification:
                var specification = metadata.GetTypeSpecification((TypeSpecificationHandle)parent);
                var blob = metadata.GetBlobReader(specification.Signature);
                if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
                {
                    return "";
                }

                blob.ReadByte();                                          // class or value type
                return OwnerOf(metadata, blob.ReadTypeHandle());
            case HandleKind.TypeReference:
                var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
                var name = Regex.Replace(metadata.GetString(type.Name), "`.*$", "");
                return type.ResolutionScope.Kind == HandleKind.TypeReference
                    ? $"{OwnerOf(metadata, type.ResolutionScope)}.{name}"
                    : $"{metadata.GetString(type.Namespace)}.{name}";
            default:
                return "";
        }
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
