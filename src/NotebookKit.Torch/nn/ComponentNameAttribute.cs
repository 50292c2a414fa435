namespace TorchSharp.Utils;

/// <summary>Gives a module's field another key in <c>state_dict</c> than the field's own name.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ComponentNameAttribute : Attribute
{
    /// <summary>The key.</summary>
    public string Name { get; set; } = "";
}
