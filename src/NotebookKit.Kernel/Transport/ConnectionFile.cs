using System.Net;
using System.Text.Json;

namespace NotebookKit.Kernel.Transport;

/// <summary>Where a kernel listens and how messages are signed, as the front end wrote it down.</summary>
public sealed record ConnectionFile
{
    /// <summary>The only scheme that Jupyter uses.</summary>
    public const string HmacSha256 = "hmac-sha256";

    /// <summary>tcp or ipc.</summary>
    public string Transport { get; init; } = "tcp";

    /// <summary>The address; with ipc the beginning of a path.</summary>
    public string Ip { get; init; } = "127.0.0.1";

    /// <summary>Port of the requests; with ipc the end of a path.</summary>
    public required int ShellPort { get; init; }

    /// <summary>Port of the outputs.</summary>
    public required int IopubPort { get; init; }

    /// <summary>Port of the questions to the user.</summary>
    public required int StdinPort { get; init; }

    /// <summary>Port of interrupt and shutdown.</summary>
    public required int ControlPort { get; init; }

    /// <summary>Port of the echo that tells that the kernel lives.</summary>
    public required int HeartbeatPort { get; init; }

    /// <summary>The key of the signatures; empty for none.</summary>
    public string Key { get; init; } = "";

    /// <summary>Reads and checks a connection file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">It cannot be read or a field is wrong; the message names both.</exception>
    public static ConnectionFile Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? Of(new Fields(path, json.RootElement))
                : throw new UsageException($"{path} is no connection file: it must hold a JSON object.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException($"{path} cannot be read as a connection file: {error.Message}", error);
        }
    }

    /// <summary>The endpoint of one port.</summary>
    /// <param name="port">One of the ports.</param>
    public string Endpoint(int port) => Transport == "ipc"
        ? $"ipc://{Ip}-{port}"
        : Ip.Contains(':', StringComparison.Ordinal) ? $"tcp://[{Ip}]:{port}" : $"tcp://{Ip}:{port}";

    private static ConnectionFile Of(Fields fields)
    {
        var transport = fields.Text("transport", "tcp");
        var ip = fields.Text("ip", "127.0.0.1");
        var key = fields.Text("key", "");
        var scheme = fields.Text("signature_scheme", HmacSha256);
        if (transport is not ("tcp" or "ipc"))
        {
            throw fields.Wrong("transport", "'tcp' or 'ipc'", $"'{transport}'");
        }

        if (scheme != HmacSha256)
        {
            throw fields.Wrong("signature_scheme", $"'{HmacSha256}'", $"'{scheme}'");
        }

        if (transport == "tcp")
        {
            if (!IPAddress.TryParse(ip, out var address))
            {
                throw fields.Wrong("ip", "an address such as 127.0.0.1", $"'{ip}'");
            }

            if (key.Length == 0 && !IPAddress.IsLoopback(address))
            {
                throw fields.Wrong(
                    "key", $"a key, because {ip} can be reached from other machines, where anyone could run code",
                        "empty");
            }
        }

        return new ConnectionFile
        {
            Transport = transport,
            Ip = ip,
            Key = key,
            ShellPort = fields.Port("shell_port"),
            IopubPort = fields.Port("iopub_port"),
            StdinPort = fields.Port("stdin_port"),
            ControlPort = fields.Port("control_port"),
            HeartbeatPort = fields.Port("hb_port"),
        };
    }

    /// <summary>The fields of one file.</summary>
    private sealed record Fields(string Path, JsonElement Json)
    {
        public string Text(string name, string absent) =>
            !Json.TryGetProperty(name, out var value) ? absent
            : value.ValueKind == JsonValueKind.String ? value.GetString()!
            : throw Wrong(name, "a text", value.GetRawText());

        public int Port(string name) =>
            !Json.TryGetProperty(name, out var value) ? throw Wrong(name, "a port from 1 to 65535", "missing")
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var port) && port is > 0 and <= 65535
                ? port
            : throw Wrong(name, "a port from 1 to 65535", value.GetRawText());

        public UsageException Wrong(string name, string needed, string came) =>
            new($"{Path}: '{name}' must be {needed}, but is {came}.");
    }
}
