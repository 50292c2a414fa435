using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using static TorchSharp.torch;

namespace NotebookKit.TensorFiles;

/// <summary>
/// A pickle machine (protocol 2, as <c>torch.save</c> writes) for data only: it makes numbers, strings, lists, tuples
/// and dicts, and calls nothing but <see cref="PickleFunction"/>. Opcodes and their meaning: Python's
/// <c>pickletools</c>.
/// </summary>
/// <param name="pickle">Its bytes.</param>
/// <param name="file">What messages call it.</param>
/// <param name="tensors">Makes the tensors.</param>
/// <param name="script">Of a TorchScript program: its objects are read as dicts of their attributes.</param>
internal sealed class PyTorchPickle(byte[] pickle, string file, PickleTensors tensors, bool script)
{
    private const int MaxObjects = 1_000_000;                               // lists, tuples, dicts, tensors
    private const int MaxLineBytes = 256;

    private readonly List<object?> stack = [];
    private readonly List<int> marks = [];                                  // heights of the stack
    private readonly Dictionary<uint, object?> memo = [];
    private int at;
    private int objects;

    /// <summary>Runs the pickle.</summary>
    /// <returns>Its one result.</returns>
    /// <exception cref="ArchiveException">The pickle is damaged, or asks for more than a checkpoint needs.</exception>
    public object? Run()
    {
        while (true)
        {
            var opcode = Take(1)[0];
            if (opcode == (byte)'.')
            {
                var result = Pop();
                return stack.Count == 0 && marks.Count == 0
                    ? result
                    : throw Damaged("the pickle stops with values left over");
            }

            Step(opcode);
        }
    }

    private void Step(byte opcode)
    {
        switch (opcode)
        {
            case 0x80: RequireProtocol(Take(1)[0]); break;                  // PROTO
            case (byte)'(': marks.Add(stack.Count); break;                  // MARK
            case (byte)'0': Pop(); break;                                   // POP
            case (byte)'1': PopToMark(); break;                             // POP_MARK
            case (byte)'2': stack.Add(Peek()); break;                       // DUP
            case (byte)'N': stack.Add(null); break;                         // NONE
            case 0x88: stack.Add(true); break;                              // NEWTRUE
            case 0x89: stack.Add(false); break;                             // NEWFALSE
            case (byte)'K': stack.Add((long)Take(1)[0]); break;             // BININT1
            case (byte)'M': stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;      // BININT2
            case (byte)'J': stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;       // BININT
            case 0x8A: AddInteger(Take(Take(1)[0])); break;                 // LONG1
            case (byte)'G': stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;               // BINFLOAT
            case (byte)'X': stack.Add(Encoding.UTF8.GetString(Take(Length()))); break;      // BINUNICODE
            case (byte)'U': stack.Add(Encoding.Latin1.GetString(Take(Take(1)[0]))); break; // SHORT_BINSTRING
            case (byte)'T': stack.Add(Encoding.Latin1.GetString(Take(Length()))); break;                   // BINSTRING
            case (byte)']': New(new List<object?>()); break;                // EMPTY_LIST
            case (byte)'l': New(PopToMark().ToList()); break;               // LIST
            case (byte)'a': Append([Pop()]); break;                         // APPEND
            case (byte)'e': Append(PopToMark()); break;                     // APPENDS
            case (byte)')': New(Array.Empty<object?>()); break;             // EMPTY_TUPLE
            case (byte)'t': New(PopToMark()); break;                        // TUPLE
            case 0x85: New(PopLast(1)); break;                              // TUPLE1
            case 0x86: New(PopLast(2)); break;                              // TUPLE2
            case 0x87: New(PopLast(3)); break;                              // TUPLE3
            case (byte)'}': New(new OrderedDictionary<object, object?>()); break;                          // EMPTY_DICT
            case (byte)'d': NewDict(PopToMark()); break;                    // DICT
            case (byte)'s': SetItems(PopLast(2)); break;                    // SETITEM
            case (byte)'u': SetItems(PopToMark()); break;                   // SETITEMS
            case (byte)'q': memo[Take(1)[0]] = Peek(); break;               // BINPUT
            case (byte)'r': memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Peek(); break; // LONG_BINPUT
            case (byte)'h': stack.Add(Recall(Take(1)[0])); break;           // BINGET
            case (byte)'j': stack.Add(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break; // LONG_BINGET
            case (byte)'c': stack.Add(Global(Line(), Line())); break;       // GLOBAL
            case (byte)'Q': stack.Add(tensors.StorageOf(Pop())); break;     // BINPERSID
            case (byte)'R': Reduce(); break;                                // REDUCE
            case 0x81: NewObject(); break;                                  // NEWOBJ
            case (byte)'b': Build(); break;                                 // BUILD
            default:
                throw Damaged(
                    $"the opcode 0x{opcode:x2} is none that torch.save writes. Save with its default protocol, 2; no " +
                    "code was run");
        }
    }

    private void RequireProtocol(byte protocol)
    {
        if (protocol > 2)
        {
            throw Damaged($"the pickle has protocol {protocol}; save with torch.save's default, 2");
        }
    }

    private object Global(string module, string name) =>
        PickleGlobals.Find(module, name, script) ?? throw new ArchiveException(
            $"{file}: data.pkl asks for the Python object '{module}.{name}', which a checkpoint of tensors, numbers, " +
            "strings, " +
            "lists and dicts does not need; no code was run. Save the module's state_dict() instead, if the file is " +
            "yours.");

    private void Reduce()
    {
        var arguments = Pop() as object?[] ?? throw Damaged("a call without a tuple of arguments");
        var function = Pop();
        switch (function, arguments)
        {
            case (PickleFunction.OrderedDict, []):
                New(new OrderedDictionary<object, object?>());
                break;
            case (PickleFunction.Size, [object?[] sizes]):
                New(tensors.Numbers(sizes));
                break;
            case (PickleFunction.RebuildTensor, _):
                New(tensors.TensorOf(arguments));
                break;
            case (PickleFunction.RebuildParameter, [Tensor value, bool, _]):
                stack.Add(value);
                break;
            default:
                throw Damaged(
                    $"a call of {function ?? "None"} with {arguments.Length} arguments that it does not take");
        }
    }

    private void NewObject()
    {
        if (PopLast(2) is not [PickleFunction.ScriptObject, object?[] and []])
        {
            throw Damaged("an object is made of something other than a class of TorchScript");
        }

        New(new ScriptObject());
    }

    // Attributes: of an object what it holds; of a dict, such as a state dict's _metadata, read past.
    private void Build()
    {
        var attributes = Pop();
        switch (Peek())
        {
            case ScriptObject made when attributes is OrderedDictionary<object, object?> state:
                foreach (var (key, value) in state) made[key] = value;
                break;
            case OrderedDictionary<object, object?> and not ScriptObject:
                break;
            default:
                throw Damaged("attributes set on something other than a dict");
        }
    }

    private void New(object value)
    {
        if (++objects > MaxObjects)
        {
            throw Damaged($"more than {MaxObjects} lists, tuples, dicts and tensors; a checkpoint has fewer");
        }

        stack.Add(value);
    }

    private void NewDict(object?[] items)
    {
        New(new OrderedDictionary<object, object?>());
        SetItems(items);
    }

    private void Append(object?[] items)
    {
        var list = Peek() as List<object?> ?? throw Damaged("an element appended to something other than a list");
        list.AddRange(items);
    }

    private void SetItems(object?[] items)
    {
        if (Peek() is not OrderedDictionary<object, object?> dict || items.Length % 2 != 0)
        {
            throw Damaged("keys and values set on something other than a dict, or a key without a value");
        }

        for (var k = 0; k < items.Length; k += 2)
        {
            if (items[k] is not (string or long or bool or double or BigInteger))
            {
                throw Damaged("a key of a dict is neither a string nor a number");
            }

            dict[items[k]!] = items[k + 1];
        }
    }

    private object? Recall(uint key) =>
        memo.TryGetValue(key, out var value) ? value : throw Damaged($"value {key} is asked for, but was not kept");

    // Values below the last mark are out of reach until the mark is gone.
    private int Floor => marks.Count == 0 ? 0 : marks[^1];

    private object? Peek() =>
        stack.Count > Floor ? stack[^1] : throw Damaged("a value is asked for, but there is none");

    private object? Pop()
    {
        var value = Peek();
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    private object?[] PopLast(int count)
    {
        if (stack.Count - Floor < count)
        {
            throw Damaged($"{count} values are asked for, but there are {stack.Count - Floor}");
        }

        return Cut(stack.Count - count);
    }

    private object?[] PopToMark()
    {
        if (marks.Count == 0)
        {
            throw Damaged("a mark is asked for, but there is none");
        }

        var height = marks[^1];
        marks.RemoveAt(marks.Count - 1);
        return Cut(height);
    }

    private object?[] Cut(int height)
    {
        var values = stack[height..].ToArray();
        stack.RemoveRange(height, values.Length);
        return values;
    }

    private int Length()
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
        return length <= int.MaxValue ? (int)length : throw Damaged($"a string of {length} bytes");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > pickle.Length - at)
        {
            throw Damaged($"{count} bytes are asked for, but {pickle.Length - at} are left");
        }

        at += count;
        return pickle.AsSpan(at - count, count);
    }

    private string Line()
    {
        var rest = pickle.AsSpan(at);
        var end = rest[..Math.Min(rest.Length, MaxLineBytes)].IndexOf((byte)'\n');
        return end >= 0
            ? Encoding.Latin1.GetString(Take(end + 1)[..end])
            : throw Damaged($"a name does not end within {MaxLineBytes} bytes");
    }

    private void AddInteger(ReadOnlySpan<byte> bytes)
    {
        var value = new BigInteger(bytes);
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            stack.Add((long)value);
        }
        else
        {
            stack.Add(value);
        }
    }

    private ArchiveException Damaged(string what) => new($"{file}: data.pkl, byte {at}: {what}.");
}
