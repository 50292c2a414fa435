using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using NotebookKit.Torch.Tests;

namespace NotebookKit.Tests.Provider;

/// <summary>What an assembly uses of TorchSharp, against the list of what the real package has.</summary>
internal static class TorchSharpMembers
{
    // In TorchSharp (LinearAlgebra.cs, FFT.cs, Tensor.Math.cs), though not in our list of it.
    private static readonly string[] s_known =
        ["torch.linalg.eigh/2", "torch.fft.fft2/4", "torch.fft.fftshift/2", "torch.Tensor.atanh/0", "torch.Tensor.square_/0"];

    /// <summary>Members as "torch.Tensor.sum/3", with the count of parameters, that the list does not have.</summary>
    /// <param name="assembly">Path of an assembly.</param>
    /// <param name="list">Path of signatures-0.106.txt.</param>
    public static IReadOnlyList<string> Unlisted(string assembly, string list)
    {
        var listed = Listed(list);
        return
        [
            .. Used(assembly)
                .Where(use => !use.Member.StartsWith('.') && !use.Member.StartsWith("op_", StringComparison.Ordinal))
                .Where(use => !listed.Contains($"{use.Owner}.{use.Member}/{use.Parameters}")
                    && !listed.Contains($"{use.Owner}.{Property(use.Member)}/{use.Parameters}"))
                .Select(use => $"{use.Owner}.{use.Member}/{use.Parameters}").Except(s_known),
        ];
    }

    // "torch.Tensor.sum/3"; of a property "torch.Tensor.grad/0" and "/1", as its accessors have it.
    private static HashSet<string> Listed(string list)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        var owner = "";
        foreach (var line in File.ReadLines(list).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
            {
                owner = Regex.Replace(line[1..^1], "<.*?>", "");
                continue;
            }

            var member = Signature.Parse(line);
            var count = member.Parameters?.Length ?? 0;
            members.Add($"{owner}.{member.Name}/{count}");
            if (member.Parameters is null || member.Name == "this") members.Add($"{owner}.{member.Name}/{count + 1}");
        }

        return members;
    }

    private static string Property(string accessor)
    {
        var name = Regex.Replace(accessor, "^[gs]et_", "");
        return name == "Item" ? "this" : name;
    }

    // Members of TorchSharp's types that an assembly refers to.
    private static SortedSet<(string Owner, string Member, int Parameters)> Used(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        var used = new SortedSet<(string Owner, string Member, int Parameters)>();
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            var owner = OwnerOf(metadata, member.Parent);
            if (owner.StartsWith("TorchSharp.", StringComparison.Ordinal))
            {
                used.Add((owner["TorchSharp.".Length..], metadata.GetString(member.Name), Parameters(metadata, member)));
            }
        }

        return used;
    }

    private static int Parameters(MetadataReader metadata, MemberReference member)
    {
        if (member.GetKind() == MemberReferenceKind.Field) return 0;
        var signature = metadata.GetBlobReader(member.Signature);
        if (signature.ReadSignatureHeader().IsGeneric) signature.ReadCompressedInteger();
        return signature.ReadCompressedInteger();
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
}
