using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;
using Word = NotebookKit.Torch.Tests.Operators.CallText.Word;

namespace NotebookKit.Torch.Tests.Operators;

/// <summary>A public member that takes the arguments of a call.</summary>
/// <param name="Method">The member; the getter of a property.</param>
/// <param name="InPlace">Has the form with _, which changes its first argument.</param>
/// <param name="Arguments">Makes each argument, given the tensors by name.</param>
internal sealed record Overload(MethodBase Method, bool InPlace, Func<Func<string, Tensor>, object?>[] Arguments)
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<string, Type> s_areas = new()
    {
        ["functional"] = typeof(nn.functional), ["linalg"] = typeof(linalg), ["fft"] = typeof(fft),
        ["special"] = typeof(special),
    };

    private static readonly Dictionary<string, string> s_operators = new()
    {
        ["op_Addition"] = "add", ["op_Subtraction"] = "sub", ["op_Multiply"] = "mul", ["op_Division"] = "div",
        ["op_Modulus"] = "remainder", ["op_UnaryNegation"] = "neg", ["op_Equality"] = "eq",
        ["op_Inequality"] = "ne", ["op_LessThan"] = "lt", ["op_LessThanOrEqual"] = "le",
        ["op_GreaterThan"] = "gt", ["op_GreaterThanOrEqual"] = "ge", ["op_BitwiseAnd"] = "bitwise_and",
        ["op_BitwiseOr"] = "bitwise_or", ["op_ExclusiveOr"] = "bitwise_xor", ["op_OnesComplement"] = "bitwise_not",
    };

    /// <summary>Every public member that the table has to call or to give a reason for.</summary>
    public static IEnumerable<MethodInfo> Public() =>
        new[] { typeof(Tensor), typeof(torch) }.Concat(s_areas.Values).SelectMany(t => t.GetMethods(Declared))
            .Where(m => !m.IsSpecialName || m.Name.StartsWith("op_")
                || (m.Name.StartsWith("get_") && m.ReturnType == typeof(Tensor)));

    /// <summary>Is the member the operator of a case, whatever the arguments?</summary>
    public static bool IsFor(OperatorTable.Case @case, MethodInfo m) =>
        s_areas.TryGetValue(@case.Area, out var owner) ? m.DeclaringType == owner && m.Name == @case.Call.Name
            : !s_areas.ContainsValue(m.DeclaringType!) && Named(m, @case.Call.Name);

    /// <summary>The overloads, in place and not, that take the arguments of a case.</summary>
    public static IEnumerable<Overload> Of(OperatorTable.Case @case, OperatorTable table)
    {
        var call = @case.Call;
        if (s_areas.TryGetValue(@case.Area, out var owner))
        {
            return Bound(owner.GetMethods(Declared).Where(m => m.Name == call.Name), call, null, table);
        }
        var onTensor = call.Positional is [Word word, ..] && table.IsTensor(word.Text);
        var found = new List<Overload>();
        if (@case.Only != "torch")
        {
            var members = typeof(Tensor).GetMethods(Declared);
            if (onTensor)
            {
                found.AddRange(
                    Bound(members.Where(m => !m.IsStatic && Named(m, call.Name)), call, call.Positional[0], table));
            }
            found.AddRange(Bound(members.Where(m => m.IsStatic
                && (m.Name == call.Name || s_operators.GetValueOrDefault(m.Name) == call.Name)), call, null, table));
        }
        if (@case.Only != "Tensor")
        {
            found.AddRange(
                Bound(typeof(torch).GetMethods(Declared).Where(m => Named(m, call.Name)), call, null, table));
        }
        return found;
    }

    /// <summary>Makes the call.</summary>
    /// <param name="target">The tensor whose member it is; null for static ones.</param>
    /// <param name="tensors">The tensors by name.</param>
    public object? Invoke(Tensor? target, Func<string, Tensor> tensors)
    {
        var arguments = Arguments.Select(a => a(tensors)).ToArray();
        try
        {
            return Method.GetParameters().Any(p => p.ParameterType.IsByRefLike)
                ? WithSpans(target, arguments)
                : Method.Invoke(target, BindingFlags.OptionalParamBinding, null, arguments, null);
        }
        catch (TargetInvocationException thrown)
        {
            ExceptionDispatchInfo.Throw(thrown.InnerException!);
            throw;
        }
    }

    public override string ToString() => Describe(Method);

    /// <summary>Owner, name and types of the parameters.</summary>
    public static string Describe(MethodBase m) =>
        $"{m.DeclaringType!.Name}.{m.Name}({string.Join(", ", m.GetParameters().Select(p => p.ParameterType.Name))})";

    private static bool Named(MethodInfo m, string name) =>
        m.Name == name || m.Name == name + "_" || (m.Name == "get_" + name && m.GetParameters().Length == 0);

    private static IEnumerable<Overload> Bound(
        IEnumerable<MethodInfo> methods, CallText call, object? target, OperatorTable table)
    {
        var positional = call.Positional.Skip(target is null ? 0 : 1).ToArray();
        foreach (var method in methods.Where(m => !m.IsGenericMethodDefinition && m.IsStatic == target is null))
        {
            var parameters = method.GetParameters();
            var named = call.Named.Keys.All(n => parameters.Skip(positional.Length).Any(p => p.Name == n));
            if (!named || positional.Length > parameters.Length) continue;
            var arguments = parameters.Select((p, k) =>
                k < positional.Length ? Value(positional[k], p.ParameterType, method, table)
                : call.Named.TryGetValue(p.Name!, out var value) ? Value(value, p.ParameterType, method, table)
                : p.IsOptional ? _ => Type.Missing
                : null).ToArray();
            if (arguments.All(a => a is not null))
            {
                yield return new(method, method.Name.EndsWith('_') && method.Name != "fft_", arguments!);
            }
        }
    }

    // How a value of the table becomes an argument of this type; null where C# would not take it.
    private static Func<Func<string, Tensor>,
        object?>? Value(object? value, Type type, MethodInfo method, OperatorTable table)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return value is null ? _ => null : Value(value, inner, method, table);
        }
        var isOperator = method.Name.StartsWith("op_");
        switch (value)
        {
            case null:
                if (type == typeof(TensorIndex)) return _ => TensorIndex.Colon;
                return type.IsValueType ? null : _ => null;
            case Word w when table.IsTensor(w.Text):
                if (type == typeof(TensorIndex)) return tensors => TensorIndex.Tensor(tensors(w.Text));
                return type == typeof(Tensor) || type == typeof(object) ? tensors => tensors(w.Text) : null;
            case Word w when type == typeof(ScalarType) && Types.TryNamed(w.Text, out var dtype):
                return _ => dtype;
            case Word { Text: "CPU" } when type == typeof(Device):
                return _ => CPU;
            case Word w:
                return type.IsEnum && type != typeof(ScalarType) && Enum.TryParse(type, w.Text, true, out var member)
                    ? _ => member : null;
            case bool b:
                return type == typeof(bool) ? _ => b : type == typeof(Scalar) ? _ => (Scalar)b : null;
            case long n:
                if (type == typeof(long)) return _ => n;
                if (type == typeof(int)) return _ => (int)n;
                if (type == typeof(Scalar)) return _ => (Scalar)n;
                // 2 is no float there: the types of operators decide the result's
                if (isOperator) return null;
                return type == typeof(double) ? _ => (double)n : type == typeof(float) ? _ => (float)n : null;
            case double d:
                return type == typeof(double) ? _ => d : type == typeof(float) ? _ => (float)d
                    : type == typeof(Scalar) ? _ => (Scalar)d : null;
            case string s:
                return type == typeof(string) ? _ => s : type == typeof(char) && s.Length == 1 ? _ => s[0] : null;
            case object?[] list:
                return List(list, type, method, table);
            default:
                return null;
        }
    }

    private static Func<Func<string, Tensor>,
        object?>? List(object?[] list, Type type, MethodInfo method, OperatorTable table)
    {
        if (type == typeof(Size)) return List(list, typeof(long[]), method, table) is { } sizes ? t =>
            new Size((long[])sizes(t)!) : null;
        if (typeof(ITuple).IsAssignableFrom(type))
        {
            var types = type.GetGenericArguments();
            if (types.Length != list.Length) return null;
            var parts = list.Select((v, k) => Value(v, types[k], method, table)).ToArray();
            return parts.All(p => p is not null) ? t =>
                Activator.CreateInstance(type, parts.Select(p => p!(t)).ToArray()) : null;
        }
        var element = type.IsArray ? type.GetElementType()
            : type.IsGenericType && type.Name is "ReadOnlySpan`1" or "IList`1" or "IEnumerable`1"
                ? type.GetGenericArguments()[0] : null;
        if (element is null) return null;
        var items = list.Select(v => Value(v, element, method, table)).ToArray();
        if (items.Any(i => i is null)) return null;
        return t =>
        {
            var array = Array.CreateInstance(element, items.Length);
            for (var k = 0; k < items.Length; k++) array.SetValue(items[k]!(t), k);
            return array;
        };
    }

    // Reflection cannot pass a span: a compiled call converts the array on the way.
    private object? WithSpans(Tensor? target, object?[] arguments)
    {
        var method = (MethodInfo)Method;
        var values = method.GetParameters().Select((p, k) =>
        {
            if (arguments[k] == Type.Missing)
            {
                return p.DefaultValue is { } given && !p.ParameterType.IsByRefLike
                    && Nullable.GetUnderlyingType(p.ParameterType) is null
                    ? Expression.Constant(
                        p.ParameterType.IsEnum ? Enum.ToObject(p.ParameterType, given) : given, p.ParameterType)
                    : (Expression)Expression.Default(p.ParameterType);
            }
            if (!p.ParameterType.IsByRefLike) return Expression.Constant(arguments[k], p.ParameterType);
            var element = p.ParameterType.GetGenericArguments()[0];
            var convert = p.ParameterType.GetMethod("op_Implicit", [element.MakeArrayType()])!;
            return Expression.Convert(Expression.Constant(arguments[k]), p.ParameterType, convert);
        });
        var call = Expression.Call(target is null ? null : Expression.Constant(target), method, values);
        return Expression.Lambda<Func<object?>>(Expression.Convert(call, typeof(object))).Compile()();
    }
}
