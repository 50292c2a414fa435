namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module whose calls can be watched and changed; hooks run in <c>call</c> only, never in <c>forward</c>.</summary>
        public abstract class HookableModule<TPreHook, TPostHook> : Module
        {
            private readonly OrderedDictionary<string, TPreHook> _pre = [];
            private readonly OrderedDictionary<string, TPostHook> _post = [];
            private readonly OrderedDictionary<string, Action<Module>> _preActions = [];
            private readonly OrderedDictionary<string, Action<Module>> _postActions = [];
            private int _next;

            /// <summary>Passes the name on.</summary>
            protected HookableModule(string name) : base(name) { }

            /// <summary>Hooks that run before <c>forward</c>, in order.</summary>
            private protected IEnumerable<TPreHook> PreHooks => _pre.Values;

            /// <summary>Hooks that run after <c>forward</c>, in order.</summary>
            private protected IEnumerable<TPostHook> PostHooks => _post.Values;

            /// <summary>True when a call is no more than <c>forward</c>.</summary>
            internal bool HasNoHooks => _pre.Count + _post.Count + _preActions.Count + _postActions.Count == 0;

            /// <summary>Runs the hooks that only watch, before <c>forward</c>.</summary>
            private protected void RunPreActions()
            {
                foreach (var action in _preActions.Values.ToArray()) action(this);
            }

            /// <summary>Runs the hooks that only watch, after <c>forward</c>.</summary>
            private protected void RunPostActions()
            {
                foreach (var action in _postActions.Values.ToArray()) action(this);
            }

            /// <summary>Adds a hook that gets the module, its input and its result, and returns the result to use.</summary>
            public HookRemover register_forward_hook(TPostHook hook)
            {
                var key = NextKey();
                _post.Add(key, hook);
                return new HookRemover(this, key);
            }

            /// <summary>Adds a hook that gets the module and its input, and returns the input to use (null keeps it).</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook)
            {
                var key = NextKey();
                _pre.Add(key, hook);
                return new HookRemover(this, key);
            }

            /// <summary>Adds a hook that only learns that the module was called, after the call.</summary>
            public HookRemover register_forward_hook(Action<Module> hook)
            {
                var key = NextKey();
                _postActions.Add(key, hook);
                return new HookRemover(this, key);
            }

            /// <summary>Adds a hook that only learns that the module is called, before the call.</summary>
            public HookRemover register_forward_pre_hook(Action<Module> hook)
            {
                var key = NextKey();
                _preActions.Add(key, hook);
                return new HookRemover(this, key);
            }

            private string NextKey() => $"h{_next++}";

            private void Remove(string key)
            {
                _ = _pre.Remove(key) || _post.Remove(key) || _preActions.Remove(key) || _postActions.Remove(key);
            }

            /// <summary>Takes one hook away again.</summary>
            public sealed class HookRemover
            {
                private readonly HookableModule<TPreHook, TPostHook> _module;
                private readonly string _key;

                /// <summary>Names the hook by the key under which the module keeps it.</summary>
                public HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
                {
                    _module = module;
                    _key = key;
                }

                /// <summary>Removes the hook; a second call does nothing.</summary>
                public void remove() => _module.Remove(_key);
            }
        }
    }
}
