using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>
            /// All parameters (own first, then the children's), then all persistent buffers, by dotted name. The tensors
            /// are the module's own, not copies.
            /// </summary>
            public virtual Dictionary<string, Tensor> state_dict(
                Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (name, parameter) in named_parameters()) destination.TryAdd(start + name, parameter);
                foreach (var (name, buffer) in named_buffers(include_nonpersistent: false)) destination.TryAdd(start + name, buffer);
                return destination;
            }

            /// <summary>Copies values by name into this module's own tensors.</summary>
            /// <returns>Names that only this module has, and names that only <paramref name="source"/> has.</returns>
            /// <exception cref="InvalidOperationException"><paramref name="strict"/>, and the names differ.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var own = state_dict();
                var missing = own.Keys.Where(k => !source.ContainsKey(k) && !IsSkipped(skip, k)).ToList();
                var unexpected = source.Keys.Where(k => !own.ContainsKey(k) && !IsSkipped(skip, k)).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                {
                    throw new InvalidOperationException(
                        $"The state of '{_name}' needs exactly its own names: missing [{string.Join(", ", missing)}], " +
                        $"unexpected [{string.Join(", ", unexpected)}]. Load with strict: false to take what fits.");
                }
                using var guard = no_grad();
                foreach (var (name, value) in source)
                {
                    if (!own.TryGetValue(name, out var target) || IsSkipped(skip, name)) continue;
                    CheckShape(name, target.shape, value.shape);
                    target.copy_(value);
                }
                return (missing, unexpected);
            }

            /// <summary>Writes the state to a file (written aside, then renamed). The form is that of TorchSharp's .dat files.</summary>
            public virtual Module save(string location, IList<string>? skip = null)
            {
                AtomicFile.Write(location, stream => save(stream, skip));
                return this;
            }

            /// <summary>Writes the state to a stream, which stays open.</summary>
            public virtual Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                return save(writer, skip);
            }

            /// <summary>Writes the state: LEB128 count, then per entry its name and the tensor.</summary>
            public virtual Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>Writes any name-to-tensor table in the same form, without the names in <paramref name="skip"/>.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var kept = sd.Where(e => !IsSkipped(skip, e.Key)).ToList();
                writer.Write7BitEncodedInt64(kept.Count);
                foreach (var (name, tensor) in kept)
                {
                    writer.Write(name);
                    TensorFile.Write(tensor, writer);
                }
            }

            /// <summary>Reads a file that <see cref="save(string, IList{string})"/> wrote.</summary>
            public virtual Module load(string location, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                if (!File.Exists(location))
                {
                    throw new FileNotFoundException($"No state file '{location}' for module '{_name}'.", location);
                }
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            /// <summary>Reads the state from a stream, which stays open.</summary>
            public virtual Module load(Stream stream, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>Reads the state by name into this module's tensors.</summary>
            /// <param name="reader">At the count.</param>
            /// <param name="strict">Names must agree exactly (but for <paramref name="skip"/>).</param>
            /// <param name="skip">Names left as they are.</param>
            /// <param name="loadedParameters">Filled with each name and whether it was loaded.</param>
            /// <exception cref="ArgumentException"><paramref name="strict"/>, and the names or shapes differ.</exception>
            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                var own = state_dict();
                var loaded = new HashSet<string>(StringComparer.Ordinal);
                var count = reader.Read7BitEncodedInt64();
                using var guard = no_grad();
                for (var i = 0L; i < count; i++)
                {
                    var name = reader.ReadString();
                    using var value = TensorFile.Read(reader);
                    var skipped = IsSkipped(skip, name);
                    if (!own.TryGetValue(name, out var target) && strict && !skipped)
                    {
                        throw new ArgumentException(
                            $"The state has '{name}', which module '{_name}' lacks; it has: {string.Join(", ", own.Keys)}.");
                    }
                    var take = target is not null && !skipped;
                    if (take)
                    {
                        CheckShape(name, target!.shape, value.shape);
                        target.copy_(value);
                        loaded.Add(name);
                    }
                    if (loadedParameters is not null) loadedParameters[name] = take;
                }
                var missing = own.Keys.Where(k => !loaded.Contains(k) && !IsSkipped(skip, k)).ToList();
                if (strict && missing.Count > 0)
                {
                    throw new ArgumentException(
                        $"The state lacks [{string.Join(", ", missing)}] of module '{_name}'. Load with strict: false to keep them.");
                }
                if (loadedParameters is not null)
                {
                    foreach (var name in own.Keys) loadedParameters.TryAdd(name, false);
                }
                return this;
            }

            /// <summary>Creates a module with its parameterless constructor and loads its state.</summary>
            public static Module Create<T>(string path) where T : Module, new() => new T().load(path);

            private static bool IsSkipped(IList<string>? skip, string name) => skip?.Contains(name) == true;

            private static void CheckShape(string name, long[] own, long[] given)
            {
                if (!own.AsSpan().SequenceEqual(given))
                {
                    throw new ArgumentException(
                        $"'{name}' is [{string.Join(", ", own)}] here, but [{string.Join(", ", given)}] in the state.");
                }
            }
        }
    }
}
