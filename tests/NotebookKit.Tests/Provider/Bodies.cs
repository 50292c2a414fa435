using NotebookKit.Provider;
using Xunit;

namespace NotebookKit.Tests.Provider;

/// <summary>Both bodies of the provider seam, for tests that hold for each.</summary>
internal static class Bodies
{
    public static TheoryData<string> Names => ["door", "plain"];

    public static IDisposable Use(string name) =>
        ProviderBody.Force(name == "door" ? new DoorBody() : new PlainBody());
}
