namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What can be called with six inputs.</summary>
        public interface IModule<T1, T2, T3, T4, T5, T6, TResult>
        {
            /// <summary>Runs <c>forward</c> between its hooks.</summary>
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);
        }

        /// <summary>A module of six inputs: override <see cref="forward"/>, use <see cref="call"/>.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, T6, TResult>
            : HookableModule<
                Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6)?>,
                Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, TResult, TResult>>,
            IModule<T1, T2, T3, T4, T5, T6, TResult>
        {
            /// <summary>Passes the name on.</summary>
            protected Module(string name) : base(name) { }

            /// <summary>The computation itself, without hooks.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);

            /// <summary>Runs <see cref="forward"/> between its hooks.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6)
            {
                if (HasNoHooks) return forward(input1, input2, input3, input4, input5, input6);
                RunPreActions();
                foreach (var hook in PreHooks.ToArray())
                {
                    if (hook(this, input1, input2, input3, input4, input5, input6) is { } changed) (input1, input2, input3, input4, input5, input6) = changed;
                }
                var result = forward(input1, input2, input3, input4, input5, input6);
                foreach (var hook in PostHooks.ToArray()) result = hook(this, input1, input2, input3, input4, input5, input6, result);
                RunPostActions();
                return result;
            }
        }
    }
}
