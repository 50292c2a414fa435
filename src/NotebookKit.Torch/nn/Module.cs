using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Base of every layer and network: a named tree of parameters, buffers and child modules.</summary>
        public partial class Module : IDisposable
        {
            private readonly string _name;
            private readonly OrderedDictionary<string, Module> _children = [];
            private readonly OrderedDictionary<string, Parameter> _parameters = [];
            private readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> _buffers = [];
            private bool _registered;

            /// <summary>Creates an empty module; <paramref name="name"/> is what <see cref="GetName"/> returns.</summary>
            protected Module(string name)
            {
                _name = name;
            }

            /// <summary>Training mode (true after construction): dropout draws and batch norm uses batch statistics.</summary>
            public virtual bool training { get; private set; } = true;

            /// <summary>The name given to the constructor.</summary>
            public virtual string GetName() => _name;

            /// <summary>
            /// Registers all instance fields of this class and its base classes: modules become children, parameters
            /// parameters, other tensors buffers. Null fields, arrays and lists are not seen. The key is the field's
            /// name or its <see cref="ComponentNameAttribute"/>. A second call does nothing.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                if (_registered) return;
                _registered = true;
                foreach (var field in ComponentFields.Of(GetType()))
                {
                    switch (field.GetValue(this))
                    {
                        case Module child when !_children.ContainsKey(field.ComponentName()):
                            register_module(field.ComponentName(), child);
                            break;
                        case Parameter parameter when !_parameters.ContainsKey(field.ComponentName()):
                            register_parameter(field.ComponentName(), parameter);
                            break;
                        case Tensor buffer when buffer is not Modules.Parameter && !_buffers.ContainsKey(field.ComponentName()):
                            register_buffer(field.ComponentName(), buffer);
                            break;
                    }
                }
            }

            /// <summary>Adds a child under <paramref name="name"/>, which may not be empty, dotted or taken.</summary>
            /// <exception cref="ArgumentException">The name is not usable or already taken.</exception>
            public virtual void register_module(string name, Module submodule)
            {
                CheckName(name, "module");
                if (_children.TryGetValue(name, out var present))
                {
                    if (ReferenceEquals(present, submodule)) return;
                    throw new ArgumentException($"Module '{_name}' already has a child '{name}'; give the second one its own name.");
                }
                _children.Add(name, submodule);
            }

            /// <summary>The same as <see cref="register_module"/>.</summary>
            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Makes a parameter part of this module; an existing one of that name is replaced.</summary>
            public virtual void register_parameter(string name, Parameter param)
            {
                CheckName(name, "parameter");
                param.DetachFromDisposeScope();
                _parameters[name] = param;
            }

            /// <summary>Makes a tensor part of the module's state without training it; it leaves its dispose scope.</summary>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                CheckName(name, "buffer");
                tensor.DetachFromDisposeScope();
                _buffers[name] = (tensor, persistent);
            }

            /// <summary>The own parameter of this name, or null: what a layer's property reads.</summary>
            private protected Parameter? GetParameter(string name) => _parameters.GetValueOrDefault(name);

            /// <summary>Registers, replaces (not null) or removes (null) the own parameter of this name.</summary>
            private protected void SetParameter(string name, Parameter? value)
            {
                if (value is null) _parameters.Remove(name);
                else register_parameter(name, value);
            }

            /// <summary>The own buffer of this name, or null: what a layer's property reads.</summary>
            private protected Tensor? GetBuffer(string name) => _buffers.GetValueOrDefault(name).Tensor;

            /// <summary>Registers, replaces (not null) or removes (null) the own buffer of this name.</summary>
            private protected void SetBuffer(string name, Tensor? value)
            {
                if (value is null) _buffers.Remove(name);
                else register_buffer(name, value);
            }

            /// <summary>Forgets all children without disposing them (for containers that rebuild their names).</summary>
            private protected void ForgetChildren() => _children.Clear();

            /// <summary>Parameters with dotted names: own first, then each child's; a shared one once.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
                foreach (var (name, parameter) in _parameters)
                {
                    if (seen.Add(parameter)) yield return (name, parameter);
                }
                if (!recurse) yield break;
                foreach (var (childName, child) in named_children())
                {
                    foreach (var (name, parameter) in child.named_parameters())
                    {
                        if (seen.Add(parameter)) yield return ($"{childName}.{name}", parameter);
                    }
                }
            }

            /// <summary>Parameters in the order of <see cref="named_parameters"/>.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(p => p.parameter);

            /// <summary>Buffers with dotted names: own first, then each child's.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(
                bool recurse = true, bool include_nonpersistent = true)
            {
                foreach (var (name, (tensor, persistent)) in _buffers)
                {
                    if (persistent || include_nonpersistent) yield return (name, tensor);
                }
                if (!recurse) yield break;
                foreach (var (childName, child) in named_children())
                {
                    foreach (var (name, tensor) in child.named_buffers(true, include_nonpersistent))
                    {
                        yield return ($"{childName}.{name}", tensor);
                    }
                }
            }

            /// <summary>Buffers in the order of <see cref="named_buffers"/>.</summary>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            /// <summary>Direct children in order of registration.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children() =>
                _children.Select(c => (c.Key, c.Value));

            /// <summary>Direct children in order of registration.</summary>
            public virtual IEnumerable<Module> children() => named_children().Select(c => c.module);

            /// <summary>All descendants with dotted names, depth first, without this module itself.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var (childName, child) in named_children())
                {
                    yield return (childName, child);
                    foreach (var (name, module) in child.named_modules()) yield return ($"{childName}.{name}", module);
                }
            }

            /// <summary>All descendants, depth first, without this module itself.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            /// <summary>True when a buffer has this dotted name.</summary>
            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            /// <summary>True when a parameter has this dotted name.</summary>
            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            /// <summary>The buffer of this dotted name, or null.</summary>
            public virtual Tensor? get_buffer(string target) =>
                named_buffers().FirstOrDefault(b => b.name == target).buffer;

            /// <summary>The parameter of this dotted name, or null.</summary>
            public virtual Parameter? get_parameter(string target) =>
                named_parameters().FirstOrDefault(p => p.name == target).parameter;

            /// <summary>Calls <paramref name="fn"/> on every descendant, children first, and on this module last.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in children()) child.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>Sets training mode here and in all descendants.</summary>
            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var child in children()) child.train(train);
            }

            /// <summary>Leaves training mode here and in all descendants.</summary>
            public virtual void eval() => train(false);

            /// <summary>Drops (or, with <paramref name="set_to_none"/> false, zeroes) the gradients of all parameters.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters()) Gradients.Clear(parameter, set_to_none);
            }

            /// <summary>Frees the parameters, buffers and children.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees the parameters, buffers and children when <paramref name="disposing"/>.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach (var parameter in _parameters.Values) parameter.Dispose();
                foreach (var (tensor, _) in _buffers.Values) tensor.Dispose();
                foreach (var child in _children.Values) child.Dispose();
            }

            /// <summary>The given device and element type, or CPU and the default floating type.</summary>
            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(
                Device? device = null, ScalarType? dtype = null) =>
                (device ?? CPU, dtype ?? get_default_dtype());

            private void CheckName(string name, string kind)
            {
                if (name.Length == 0 || name.Contains('.'))
                {
                    throw new ArgumentException(
                        $"A {kind} name in '{_name}' needs at least one character and no dot, but it is '{name}'.");
                }
            }
        }
    }
}

/// <summary>The fields of a module class that registration looks at: derived class first, then its bases.</summary>
internal static class ComponentFields
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Type, FieldInfo[]> s_cache = new();

    public static FieldInfo[] Of(Type type) => s_cache.GetOrAdd(type, static start =>
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var fields = new List<FieldInfo>();
        for (var t = start; t is not null && t != typeof(torch.nn.Module); t = t.BaseType)
        {
            fields.AddRange(t.GetFields(Own).Where(f => !f.FieldType.IsPrimitive).OrderBy(f => f.MetadataToken));
        }
        return [.. fields];
    });

    public static string ComponentName(this FieldInfo field) =>
        field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
}

/// <summary>Dropping and zeroing of gradients, shared by modules and optimizers.</summary>
internal static class Gradients
{
    public static void Clear(torch.Tensor parameter, bool setToNone)
    {
        if (setToNone)
        {
            parameter.grad = null;
            return;
        }
        using var gradient = parameter.grad;
        if (gradient is null) return;
        using var detached = gradient.detach();
        detached.zero_();
    }
}
