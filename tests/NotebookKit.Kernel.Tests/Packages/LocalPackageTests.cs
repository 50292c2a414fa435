using System.ComponentModel;
using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using NotebookKit.Kernel.Tests.Language;
using Xunit;

namespace NotebookKit.Kernel.Tests.Packages;

/// <summary>Packages made here, from a folder as their source: native libraries of which one needs the other's, and
/// what stays of a cell that fails.</summary>
public sealed class LocalPackageTests : IDisposable
{
    private const string Packages = "NUGET_PACKAGES", Cache = "XDG_CACHE_HOME";

    private readonly string folder = Directory.CreateTempSubdirectory("nk-native").FullName;
    private readonly (string? Packages, string? Cache) before =
        (Environment.GetEnvironmentVariable(Packages), Environment.GetEnvironmentVariable(Cache));

    public LocalPackageTests()
    {
        Environment.SetEnvironmentVariable(Packages, Path.Combine(folder, "packages"));
        Environment.SetEnvironmentVariable(Cache, Path.Combine(folder, "cache"));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Packages, before.Packages);
        Environment.SetEnvironmentVariable(Cache, before.Cache);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Library_ThatNeedsOneOfAnotherPackage_IsFoundAndLoaded()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The libraries of this test are made for Linux.");
        Compile("libnkinner.so", "int inner(int x) { return 2 * x; }");
        Compile("libnkouter.so", "int inner(int); int outer(int x) { return inner(x) + 1; }", "-L" + folder,
            "-lnkinner");
        Pack("NkTest.Inner", "libnkinner.so", "");
        Pack("NkTest.Outer", "libnkouter.so", "<dependency id=\"NkTest.Inner\" version=\"1.0.0\" />");

        var result = PackageTests.New().Run(
            $"#i \"nuget: {folder}\"\n#r \"nuget: NkTest.Outer, 1.0.0\"\nusing System.Runtime.InteropServices;\n"
            + "class Native { [DllImport(\"nkouter\")] public static extern int outer(int x); }",
            "Native.outer(20)");

        Assert.True(result.Error is null, result.Error?.Message);
        Assert.Equal(41, result.Value);
    }

    [Fact]
    public void Source_OfACellThatFails_IsForgotten()
    {
        Pack("NkTest.Plain", null, "");
        var evaluator = PackageTests.New();
        Assert.NotNull(evaluator.Run($"#i \"nuget: {folder}\"\n#r \"no-such.dll\"").Error);
        Assert.Equal("PackageError", evaluator.Run("#r \"nuget: NkTest.Plain, 1.0.0\"").Error?.Name);
        Assert.Null(evaluator.Run($"#i \"nuget: {folder}\"\n#r \"nuget: NkTest.Plain, 1.0.0\"").Error);
    }

    private void Compile(string library, string code, params string[] options)
    {
        var source = Path.Combine(folder, library + ".c");
        File.WriteAllText(source, code);
        try
        {
            using var compiler = Process.Start(
                "cc", ["-shared", "-fPIC", "-Wl,-soname," + library, "-o", Path.Combine(folder, library), source,
                    .. options]);
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no C compiler (cc) on this machine to make a native library with.");
        }
    }

    private void Pack(string id, string? library, string dependency)
    {
        using var package = ZipFile.Open(Path.Combine(folder, $"{id}.1.0.0.nupkg"), ZipArchiveMode.Create);
        using (var writer = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open()))
        {
            writer.Write(
                "<package xmlns=\"http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd\"><metadata>"
                + $"<id>{id}</id><version>1.0.0</version><authors>test</authors><description>test</description>"
                + $"<dependencies><group targetFramework=\"net8.0\">{dependency}</group></dependencies></metadata></package>");
        }

        package.CreateEntry("lib/net8.0/_._").Open().Dispose();
        if (library is not null)
        {
            package.CreateEntryFromFile(
                Path.Combine(folder, library), $"runtimes/{RuntimeInformation.RuntimeIdentifier}/native/{library}");
        }
    }
}
