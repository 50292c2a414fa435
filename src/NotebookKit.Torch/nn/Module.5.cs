namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What can be called with five inputs.</summary>
        public interface IModule<T1, T2, T3, T4, T5, TResult>
        {
            /// <summary>Runs <c>forward</c> between its hooks.</summary>
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);
        }

        /// <summary>A module of five inputs: override <see cref="forward"/>, use <see cref="call"/>.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, TResult>
            : HookableModule<
                Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)?>,
                Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult, TResult>>,
            IModule<T1, T2, T3, T4, T5, TResult>
        {
            /// <summary>Passes the name on.</summary>
            protected Module(string name) : base(name) { }

            /// <summary>The computation itself, without hooks.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);

            /// <summary>Runs <see cref="forward"/> between its hooks.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5)
            {
                if (HasNoHooks) return forward(input1, input2, input3, input4, input5);
                RunPreActions();
                foreach (var hook in PreHooks.ToArray())
                {
                    if (hook(this, input1, input2, input3, input4, input5) is { } changed) (input1, input2, input3, input4, input5) = changed;
                }
                var result = forward(input1, input2, input3, input4, input5);
                foreach (var hook in PostHooks.ToArray()) result = hook(this, input1, input2, input3, input4, input5, result);
                RunPostActions();
                return result;
            }
        }
    }
}
