namespace NotebookKit.Torch.Tests.Operators;

/// <summary>A call of the table: <c>name(1, x, [2, 3], dim=0)</c>.</summary>
/// <param name="Name">The operator.</param>
/// <param name="Positional">Values in order: long, double, bool, string, null, a <see cref="Word"/>, or a list of
/// these as object[].</param>
/// <param name="Named">Values by the name of their parameter.</param>
internal sealed record CallText(
    string Name, IReadOnlyList<object?> Positional, IReadOnlyDictionary<string, object?> Named)
{
    /// <summary>The name of a tensor, of a type or of a member of an enum.</summary>
    public sealed record Word(string Text);

    /// <summary>Reads a call.</summary>
    /// <exception cref="FormatException">The text is no call; the message says where it ends to be one.</exception>
    public static CallText Parse(string text)
    {
        var reader = new Reader(text);
        var call = reader.Call();
        reader.Expect('\0');
        return call;
    }

    private sealed class Reader(string text)
    {
        private int _at;

        private char Next => _at < text.Length ? text[_at] : '\0';

        public CallText Call()
        {
            var name = Identifier();
            var (positional, named) = (new List<object?>(), new Dictionary<string, object?>());
            Expect('(');
            while (Next != ')')
            {
                if (positional.Count + named.Count > 0) Expect(',');
                var value = Value();
                if (value is Word word && Next == '=')
                {
                    _at++;
                    named[word.Text] = Value();
                }
                else
                {
                    positional.Add(value);
                }
            }
            Expect(')');
            return new(name, positional, named);
        }

        public void Expect(char wanted)
        {
            if (Next != wanted) throw new FormatException($"'{text}' at {_at}: '{wanted}' must follow, '{Next}' does.");
            _at++;
            Blank();
        }

        private object? Value()
        {
            Blank();
            object? value = Next switch
            {
                '[' => List(']'),
                '(' => List(')'),
                '"' => Quoted(),
                '-' or (>= '0' and <= '9') => Number(),
                _ => Identifier() switch
                {
                    "true" => true,
                    "false" => false,
                    "null" => null,
                    var word => new Word(word),
                },
            };
            Blank();
            return value;
        }

        private object?[] List(char close)
        {
            var values = new List<object?>();
            _at++;
            Blank();
            while (Next != close)
            {
                if (values.Count > 0) Expect(',');
                values.Add(Value());
            }
            _at++;
            return [.. values];
        }

        private string Quoted()
        {
            var end = text.IndexOf('"', _at + 1);
            var quoted = text[(_at + 1)..end];
            _at = end + 1;
            return quoted;
        }

        private object Number()
        {
            var start = _at;
            while (Next is '-' or '.' or (>= '0' and <= '9')) _at++;
            var digits = text[start.._at];
            return digits.Contains('.') ? double.Parse(digits) : (object)long.Parse(digits);
        }

        private string Identifier()
        {
            var start = _at;
            while (char.IsLetterOrDigit(Next) || Next == '_') _at++;
            return _at > start ? text[start.._at]
                : throw new FormatException($"'{text}' at {_at}: a name must follow.");
        }

        private void Blank()
        {
            while (Next == ' ') _at++;
        }
    }
}
