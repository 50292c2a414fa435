using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookKit.Torch.Tests;

/// <summary>Every type and member that TorchSharp's own examples use is here (Compat/used-by-examples.txt).</summary>
public sealed class ExamplesTests
{
    private static readonly Dictionary<string, Type> s_types = typeof(torch).Assembly.GetTypes().Where(t => t.IsVisible)
        .ToDictionary(t => t.FullName!.Replace("TorchSharp.", "").Replace('+', '.'));

    public static TheoryData<string> Owners => [.. Lines().Keys];

    [Theory]
    [MemberData(nameof(Owners))]
    public void Member_UsedByExamples_IsHere(string owner)
    {
        var members = Lines()[owner];
        var missing = owner switch
        {
            "types" => members.Where(m => Find(m) is null),
            "implicit conversions" => members.Where(m => !Converts(m)),
            _ => members.Where(m => !Has(Find(owner)!, m)),
        };
        Assert.Empty(missing);
    }

    [Fact]
    public void Sum_LiteralZero_IsATypeAsInTorchSharp()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[,] { { 1f, 2 }, { 3, 4 } });

        var trap = x.sum(0);                                       // the constant 0 becomes ScalarType.Byte

        Assert.Equal((ScalarType.Byte, 0L), (trap.dtype, trap.ndim));
        Assert.Equal(10, trap.ToInt32());
        Assert.Equal([4f, 6], x.sum(0L).data<float>().ToArray());
        Assert.Equal([4f, 6], x.sum([0]).data<float>().ToArray());
        Assert.Equal([3f, 7], x.sum(1).data<float>().ToArray());
    }

    private static Dictionary<string, string[]> Lines() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "compat", "used-by-examples.txt"))
            .Where(l => l.Length > 0 && l[0] != '#')
            .ToDictionary(l => l[..l.IndexOf(": ")], l => l[(l.IndexOf(": ") + 2)..].Split("; "));

    // "torch.nn.Module<T, TResult>" is reflection's "torch.nn.Module`2".
    private static Type? Find(string name)
    {
        var angle = name.IndexOf('<');
        var key = angle < 0 ? name : $"{name[..angle]}`{name[angle..].Split(',').Length}";
        return s_types.GetValueOrDefault(key);
    }

    private static bool Has(Type type, string member)
    {
        var name = member.EndsWith('>') ? member.Split('<')[0] : member;
        if (type.IsEnum && name.StartsWith("operator ")) return true;              // C# compares enums by itself
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (name == t.Name.Split('`')[0] && t.GetConstructors(Flags).Length > 0) return true;
            if (Signature.Of(t).Any(s => s.Name == Compared(name) || s.Name == name)) return true;
        }
        return false;
    }

    private const BindingFlags Flags = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    private static string Compared(string name) => name switch
    {
        "operator +" => "op_Add",
        "operator -" => "op_Subtraction",
        "operator *" => "op_Multiply",
        "operator /" => "op_Division",
        "operator ==" => "op_Equality",
        "operator !=" => "op_Inequality",
        "operator <" => "op_LessThan",
        _ => name,
    };

    // "float[] -> torch.Tensor"
    private static bool Converts(string conversion)
    {
        var parts = conversion.Split(" -> ");
        var target = Find(parts[1])!;
        var source = TypeOf(Signature.Parse($"X op({parts[0]} x)"));
        return Signature.Of(target).Any(s => s.Name == "op_Implicit" && TypeOf(s) == source);
    }

    // "(long, long) size" without the name.
    private static string TypeOf(Signature conversion) =>
        conversion.Parameters![0][..conversion.Parameters[0].LastIndexOf(' ')];
}
