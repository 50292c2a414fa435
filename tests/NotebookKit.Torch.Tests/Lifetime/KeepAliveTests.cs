using System.Reflection;
using System.Reflection.Emit;
using NotebookKit.Torch.Door;
using TorchSharp;

namespace NotebookKit.Torch.Tests.Lifetime;

/// <summary>No handle is inside a native call while its owner may be collected.</summary>
public sealed class KeepAliveTests
{
    private static readonly Dictionary<int, OpCode> s_codes = typeof(OpCodes).GetFields()
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => (int)(ushort)c.Value);

    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Method_TakingAHandleToNativeCode_KeepsItsOwnerAlive()
    {
        var looked = 0;
        var faults = new List<string>();
        foreach (var method in Methods())
        {
            var calls = Calls(method).ToArray();
            if (!calls.Any(Takes) || !calls.Any(
                c => c.DeclaringType == typeof(NativeMethods) || c.DeclaringType == typeof(Native))) continue;
            looked++;
            if (!calls.Any(c => c.Name == nameof(GC.KeepAlive)))                 // GC's, or NkVal's for lists
            {
                faults.Add($"{method.DeclaringType!.Name}.{method.Name}");
            }
        }

        Assert.True(looked > 500, $"Only {looked} methods were looked at.");
        Assert.True(faults.Count == 0,
            $"GC.KeepAlive is missing after the native call in: {string.Join(", ", faults.Distinct())}");
    }

    private static bool Takes(MethodBase call) =>
        (call.DeclaringType == typeof(torch.Tensor) && call.Name == "get_Handle")
        || (call.DeclaringType == typeof(NkVal) && (call.Name == nameof(NkVal.Handles)
            || (call.Name == nameof(NkVal.Of) && call.GetParameters()[0].ParameterType == typeof(torch.Tensor))));

    private static IEnumerable<MethodBase> Methods() =>
        from type in typeof(torch).Assembly.GetTypes()
        from method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared))
        where method.GetMethodBody() is not null
        select method;

    private static IEnumerable<MethodBase> Calls(MethodBase method)
    {
        var il = method.GetMethodBody()!.GetILAsByteArray()!;
        var types = method.DeclaringType!.GetGenericArguments();
        var arguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < il.Length;)
        {
            int code = il[at++];
            if (code == 0xFE) code = 0xFE00 | il[at++];
            var op = s_codes[code];
            if (op.OperandType == OperandType.InlineMethod)
            {
                yield return method.Module.ResolveMethod(BitConverter.ToInt32(il, at), types, arguments)!;
            }
            at += op.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }
}
