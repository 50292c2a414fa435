using System.Globalization;
using TorchSharp.Utils;
using TorchSharp.Utils.tensorboard.Enums;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Writes what TensorBoard shows: one event file, and one more for each name of
    /// <c>add_scalars</c>.</summary>
    public class SummaryWriter
    {
        private static int s_files;
        private readonly string? _suffix;
        private readonly EventFile _main;
        private readonly Dictionary<string, EventFile> _files = [];

        internal SummaryWriter(string log_dir, string? filename_suffix)
        {
            LogDir = log_dir;
            _suffix = filename_suffix;
            _main = Create(log_dir);
        }

        /// <summary>Directory of the event files.</summary>
        public string LogDir { get; }

        /// <summary>Adds one number.</summary>
        /// <param name="tag">Name of the chart.</param>
        /// <param name="scalar_value">The number.</param>
        /// <param name="global_step">Step of the training.</param>
        /// <param name="walltime">Seconds since 1970; null for now.</param>
        public void add_scalar(string tag, float scalar_value, int global_step, long? walltime = null) =>
            _main.Add(Scalar(tag, scalar_value), global_step, walltime);

        /// <summary>Adds several numbers to one chart; each name is a run of its own.</summary>
        /// <param name="main_tag">Name of the chart.</param>
        /// <param name="tag_scalar_dict">Numbers by name.</param>
        /// <param name="global_step">Step of the training.</param>
        /// <param name="walltime">Seconds since 1970; null for now.</param>
        public void add_scalars(string main_tag, IDictionary<string, float> tag_scalar_dict, int global_step,
            long? walltime = null) =>
            add_scalars(main_tag, [.. tag_scalar_dict.Select(p => (p.Key, p.Value))], global_step, walltime);

        /// <summary>Adds several numbers to one chart; each name is a run of its own.</summary>
        public void add_scalars(string main_tag, IList<(string, float)> tag_scalar_dict, int global_step,
            long? walltime = null)
        {
            foreach (var (name, value) in tag_scalar_dict)
            {
                var run = $"{main_tag}_{name}".Replace('/', '_');
                if (!_files.TryGetValue(run, out var file)) _files[run] = file = Create(Path.Combine(LogDir, run));
                file.Add(Scalar(main_tag, value), global_step, walltime);
            }
        }

        /// <summary>Adds a histogram of all elements.</summary>
        /// <param name="tag">Name of the chart.</param>
        /// <param name="values">Numbers of any shape, all finite.</param>
        /// <param name="global_step">Step of the training.</param>
        /// <param name="bins">How the buckets are chosen.</param>
        /// <param name="walltime">Seconds since 1970; null for now.</param>
        /// <param name="max_bins">Most buckets; neighbours are joined.</param>
        /// <exception cref="ArgumentException">There is no value, one is not finite, or the rule for the buckets is
        /// Stone's.</exception>
        public void add_histogram(string tag, Tensor values, int global_step,
            HistogramBinSelector bins = HistogramBinSelector.Tensorflow, long? walltime = null,
                long? max_bins = null) =>
            _main.Add(new ProtoBuffer().Text(1, tag).Message(5, Histogram.Of(values, bins, max_bins).ToMessage()),
                global_step, walltime);

        /// <summary>Adds text, which TensorBoard reads as Markdown.</summary>
        /// <param name="tag">Name of the text.</param>
        /// <param name="text_string">The text.</param>
        /// <param name="global_step">Step of the training.</param>
        /// <param name="walltime">Seconds since 1970; null for now.</param>
        public void add_text(string tag, string text_string, int global_step, long? walltime = null)
        {
            const int stringType = 7;
            var shape = new ProtoBuffer().Message(2, new ProtoBuffer().Integer(1, 1));
            var tensor = new ProtoBuffer().Integer(1, stringType).Message(2, shape).Text(8, text_string);
            var metadata = new ProtoBuffer().Message(1, new ProtoBuffer().Text(1, "text"));
            var value = new ProtoBuffer().Text(1, tag + "/text_summary").Message(8, tensor).Message(9, metadata);
            _main.Add(value, global_step, walltime);
        }

        private static ProtoBuffer Scalar(string tag, float value) => new ProtoBuffer().Text(1, tag).Single(2, value);

        private EventFile Create(string directory)
        {
            Directory.CreateDirectory(directory);
            var name = string.Create(CultureInfo.InvariantCulture,
                $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}.{Environment.MachineName}." +
                $"{Environment.ProcessId}.{Interlocked.Increment(ref s_files)}");
            return new(Path.Combine(directory, string.IsNullOrEmpty(_suffix) ? name : $"{name}.{_suffix}"));
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class utils
        {
            /// <summary>Event files for TensorBoard.</summary>
            public static partial class tensorboard
            {
                /// <summary>Opens an event file.</summary>
                /// <param name="log_dir">Directory; null for a new one beneath "runs", named by time and
                /// machine.</param>
                /// <param name="filename_suffix">End of the file names.</param>
                /// <param name="createRunName">Makes such a new one beneath <paramref name="log_dir"/> too.</param>
                public static Modules.SummaryWriter SummaryWriter(string? log_dir = null,
                    string? filename_suffix = null, bool createRunName = false)
                {
                    var none = string.IsNullOrEmpty(log_dir);
                    var directory = none ? "runs" : log_dir!;
                    if (none || createRunName)
                    {
                        var now = DateTime.Now.ToString("MMMd_HH-mm-ss", CultureInfo.InvariantCulture);
                        directory = Path.Combine(directory, $"{now}_{Environment.MachineName}");
                    }
                    return new(directory, filename_suffix);
                }
            }
        }
    }
}
