namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What the forward of a custom function leaves to its backward.</summary>
        public class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> _data = [];
            private List<Tensor> _unpacked = [];

            internal AutogradContext()
            {
            }

            /// <summary>Are missing gradients given to backward as zeros? True unless set.</summary>
            public bool MaterializeGrads { get; private set; } = true;

            internal List<Tensor> Saved { get; private set; } = [];

            internal List<Tensor> Dirty { get; private set; } = [];

            internal List<Tensor> NonDifferentiable { get; private set; } = [];

            /// <summary>Keeps inputs or outputs for backward; they are freed with the graph. null may stand for
            /// none.</summary>
            public void save_for_backward(List<Tensor> tensors) => Saved = tensors;

            /// <summary>Keeps a value that is no tensor.</summary>
            public void save_data(string key, object value) => _data[key] = value;

            /// <summary>Says which inputs forward changed in place.</summary>
            public void mark_dirty(List<Tensor> tensors) => Dirty = [.. tensors];

            /// <summary>Says which outputs have no gradient.</summary>
            public void mark_non_differentiable(List<Tensor> tensors) => NonDifferentiable = [.. tensors];

            /// <summary>Shall missing gradients come to backward as zeros (true) or as invalid tensors?</summary>
            public void set_materialize_grads(bool value) => MaterializeGrads = value;

            /// <summary>In backward: what <see cref="save_for_backward"/> kept; invalid tensors where null
            /// was.</summary>
            public List<Tensor> get_saved_variables() => _unpacked;

            /// <summary>What <see cref="save_data"/> kept; null without it.</summary>
            public object get_data(string key) => _data.GetValueOrDefault(key)!;

            /// <summary>Forgets what is kept.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Forgets what is kept.</summary>
            protected virtual void Dispose(bool disposing)
            {
                _data.Clear();
                Forget();
            }

            internal void Unpacked(List<Tensor> tensors) => _unpacked = tensors;

            // The graph keeps the tensors from here on: own references would keep an output's graph alive for ever.
            internal void Forget() => (Saved, Dirty, NonDifferentiable, _unpacked) = ([], [], [], []);
        }
    }
}
