using NotebookKit.Kernel.Transport;
using Xunit;

namespace NotebookKit.Kernel.Tests.Transport;

public sealed class ConnectionFileTests : IDisposable
{
    private const string Ports = "\"shell_port\": 1, \"iopub_port\": 2, \"stdin_port\": 3, \"control_port\": 4, \"hb_port\": 5";

    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Read_AFileOfJupyter_GivesTheEndpoints()
    {
        var file = Read($"{{{Ports}, \"transport\": \"tcp\", \"ip\": \"127.0.0.1\", \"key\": \"k\", \"signature_scheme\": \"hmac-sha256\", \"kernel_name\": \"x\"}}");
        Assert.Equal(("tcp://127.0.0.1:1", "tcp://127.0.0.1:5", "k"), (file.Endpoint(file.ShellPort), file.Endpoint(file.HeartbeatPort), file.Key));
        file = Read($"{{{Ports}, \"transport\": \"ipc\", \"ip\": \"/tmp/k\"}}");
        Assert.Equal("ipc:///tmp/k-4", file.Endpoint(file.ControlPort));
        Assert.Equal("tcp://[::1]:2", Read($"{{{Ports}, \"ip\": \"::1\"}}").Endpoint(2));
    }

    [Theory]
    [InlineData("{", "cannot be read as a connection file")]
    [InlineData("[]", "it must hold a JSON object")]
    [InlineData("{\"shell_port\": 1}", "'iopub_port' must be a port from 1 to 65535, but is missing.")]
    [InlineData("{\"shell_port\": 70000}", "'shell_port' must be a port from 1 to 65535, but is 70000.")]
    [InlineData("{\"transport\": \"udp\"}", "'transport' must be 'tcp' or 'ipc', but is 'udp'.")]
    [InlineData("{\"key\": 7}", "'key' must be a text, but is 7.")]
    [InlineData("{\"ip\": \"here\"}", "'ip' must be an address such as 127.0.0.1, but is 'here'.")]
    [InlineData("{\"signature_scheme\": \"hmac-md5\"}", "'signature_scheme' must be 'hmac-sha256', but is 'hmac-md5'.")]
    [InlineData("{\"ip\": \"0.0.0.0\"}", "'key' must be a key, because 0.0.0.0 can be reached from other machines")]
    public void Read_AWrongFile_NamesFileAndField(string content, string message)
    {
        var error = Assert.Throws<UsageException>(() => Read(content));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFile_SaysSo() =>
        Assert.Contains("/no/such/file", Assert.Throws<UsageException>(() => ConnectionFile.Read("/no/such/file")).Message, StringComparison.Ordinal);

    private ConnectionFile Read(string content)
    {
        File.WriteAllText(path, content);
        return ConnectionFile.Read(path);
    }
}
