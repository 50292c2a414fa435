namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What can be called with one input.</summary>
        public interface IModule<T, TResult>
        {
            /// <summary>Runs <c>forward</c> between its hooks.</summary>
            TResult call(T input1);
        }

        /// <summary>A module of one input: override <see cref="forward"/>, use <see cref="call"/>.</summary>
        public abstract class Module<T, TResult>
            : HookableModule<
                Func<Module<T, TResult>, T, T>,
                Func<Module<T, TResult>, T, TResult, TResult>>,
            IModule<T, TResult>
        {
            /// <summary>Passes the name on.</summary>
            protected Module(string name) : base(name) { }

            /// <summary>The computation itself, without hooks.</summary>
            public abstract TResult forward(T input);

            /// <summary>Runs <see cref="forward"/> between its hooks.</summary>
            public TResult call(T input)
            {
                if (HasNoHooks) return forward(input);
                RunPreActions();
                foreach (var hook in PreHooks.ToArray())
                {
                    if (hook(this, input) is { } changed) input = changed;
                }
                var result = forward(input);
                foreach (var hook in PostHooks.ToArray()) result = hook(this, input, result);
                RunPostActions();
                return result;
            }
        }
    }
}
