using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What all optimizers here share: groups, states by parameter, saving and loading.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    private readonly Dictionary<Parameter, OptimizerState> _states = new(ReferenceEqualityComparer.Instance);
    private readonly OptimizerOptions _defaults;

    private protected OptimizerHelper(OptimizerOptions defaults, IEnumerable<ParamGroup> groups)
    {
        if (defaults.LearningRate is not >= 0)
        {
            throw new ArgumentException($"{GetType().Name} needs a learning rate of 0 or more, but it is {defaults.LearningRate}.");
        }
        _defaults = defaults;
        foreach (var group in groups) Add(group);
        if (_states.Count == 0)
        {
            throw new ArgumentException($"{GetType().Name} got no parameters. Are the module's fields registered (RegisterComponents)?");
        }
    }

    /// <summary>Makes the state of one parameter.</summary>
    private protected abstract OptimizerState NewState(Parameter parameter);

    /// <summary>Changes the parameters of one group; gradients are off and a dispose scope is open.</summary>
    private protected abstract void Step(ParamGroup group);

    /// <summary>Sees that options are in range, once they are complete.</summary>
    private protected abstract void Check(OptimizerOptions options);

    /// <summary>The state of one parameter.</summary>
    private protected OptimizerState StateOf(Parameter parameter) => _states[parameter];

    /// <inheritdoc/>
    public override void add_param_group(ParamGroup param_group) => Add(param_group);

    /// <inheritdoc/>
    public override Tensor? step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using var grad = enable_grad();
            loss = closure();
        }
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in Groups) Step(group);
        return loss;
    }

    /// <summary>Moves all states to a device.</summary>
    public void to(Device device)
    {
        foreach (var state in _states.Values) state.to(device);
    }

    /// <summary>Options of all groups and states of all parameters; the objects are the optimizer's own.</summary>
    public StateDictionary state_dict() =>
        new([.. Groups.Select(g => g.Options)], [.. parameters().Select(StateOf)]);

    /// <summary>Copies options and states.</summary>
    /// <exception cref="ArgumentException">The number of groups or parameters differs.</exception>
    public void load_state_dict(StateDictionary state_dict)
    {
        CheckCounts(state_dict.Options.Count, state_dict.State.Count);
        foreach (var (group, source) in Groups.Zip(state_dict.Options)) group.Options.LoadStateDict(source);
        foreach (var (parameter, source) in parameters().Zip(state_dict.State)) StateOf(parameter).LoadStateDict(source);
    }

    /// <summary>Writes options and states to a file (written aside, then renamed).</summary>
    public void save_state_dict(string location) => AtomicFile.Write(location, stream =>
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        save_state_dict(writer);
    });

    /// <summary>Reads options and states from a file.</summary>
    public void load_state_dict(string location)
    {
        if (!File.Exists(location))
        {
            throw new FileNotFoundException($"No state file '{location}' for {GetType().Name}.", location);
        }
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <summary>Writes options and states; a training that loads them goes on bit for bit.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        writer.Write(GetType().Name);
        writer.Write7BitEncodedInt(Groups.Count);
        writer.Write7BitEncodedInt(_states.Count);
        foreach (var group in Groups) group.Options.SaveStateDict(writer);
        foreach (var parameter in parameters()) StateOf(parameter).SaveStateDict(writer);
    }

    /// <summary>Reads what <see cref="save_state_dict(BinaryWriter)"/> wrote.</summary>
    /// <exception cref="ArgumentException">Another optimizer wrote it, or the number of groups or parameters differs.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        var name = reader.ReadString();
        if (name != GetType().Name)
        {
            throw new ArgumentException($"The state was saved by {name}, but this is {GetType().Name}.");
        }
        CheckCounts(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        foreach (var group in Groups) group.Options.LoadStateDict(reader);
        foreach (var parameter in parameters()) StateOf(parameter).LoadStateDict(reader);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var state in _states.Values) state.Dispose();
            _states.Clear();
        }
        base.Dispose(disposing);
    }

    private void Add(ParamGroup group)
    {
        if (group.Options.GetType() != _defaults.GetType())
        {
            throw new ArgumentException(
                $"{GetType().Name} needs groups with {_defaults.GetType().DeclaringType?.Name}.Options, " +
                $"but got {group.Options.GetType().DeclaringType?.Name}.Options.");
        }
        group.Options.Complete(_defaults);
        Check(group.Options);
        group.InitialLearningRate = group.LearningRate;
        foreach (var parameter in group.Parameters)
        {
            if (_states.ContainsKey(parameter))
            {
                throw new ArgumentException(
                    $"A parameter of [{string.Join(", ", parameter.shape)}] is in this optimizer already; give each one once.");
            }
            var state = NewState(parameter);
            state.Initialize(group.Options);
            _states.Add(parameter, state);
        }
        Groups.Add(group);
    }

    private void CheckCounts(int groups, int states)
    {
        if (groups != Groups.Count || states != _states.Count)
        {
            throw new ArgumentException(
                $"The state holds {groups} groups and {states} parameters, but this optimizer has {Groups.Count} and {_states.Count}.");
        }
    }
}
