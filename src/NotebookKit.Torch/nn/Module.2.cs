namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What can be called with two inputs.</summary>
        public interface IModule<T1, T2, TResult>
        {
            /// <summary>Runs <c>forward</c> between its hooks.</summary>
            TResult call(T1 input1, T2 input2);
        }

        /// <summary>A module of two inputs: override <see cref="forward"/>, use <see cref="call"/>.</summary>
        public abstract class Module<T1, T2, TResult>
            : HookableModule<
                Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>,
                Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>,
            IModule<T1, T2, TResult>
        {
            /// <summary>Passes the name on.</summary>
            protected Module(string name) : base(name) { }

            /// <summary>The computation itself, without hooks.</summary>
            public abstract TResult forward(T1 input1, T2 input2);

            /// <summary>Runs <see cref="forward"/> between its hooks.</summary>
            public TResult call(T1 input1, T2 input2)
            {
                if (HasNoHooks) return forward(input1, input2);
                RunPreActions();
                foreach (var hook in PreHooks.ToArray())
                {
                    if (hook(this, input1, input2) is { } changed) (input1, input2) = changed;
                }
                var result = forward(input1, input2);
                foreach (var hook in PostHooks.ToArray()) result = hook(this, input1, input2, result);
                RunPostActions();
                return result;
            }
        }
    }
}
