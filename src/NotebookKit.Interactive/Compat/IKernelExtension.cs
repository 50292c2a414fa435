namespace Microsoft.DotNet.Interactive;

/// <summary>What a package does once when a cell references it: registers formatters, for example.</summary>
public interface IKernelExtension
{
    /// <summary>Called once, after the package was loaded.</summary>
    /// <param name="kernel">The kernel of this process.</param>
    Task OnLoadAsync(Kernel kernel);
}
