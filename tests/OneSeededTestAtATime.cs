using System.Reflection;
using TorchSharp;

// The default generator, the count of live tensors, the notebook host and the run's context belong to the whole process.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
[assembly: NotebookKit.SeededTest]

namespace NotebookKit;

/// <summary>Seeds the default generator before each test: what a test draws depends on no test before it.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class SeededTestAttribute : Xunit.v3.BeforeAfterTestAttribute
{
    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, Xunit.v3.IXunitTest test) => torch.manual_seed(17);
}
