"""What a cell does and what is asked about code: every message with its optional attributes."""

from checks import check, run
from kernel import stream


@check
def kernel_info(k):
    content = k.reply(k.client.kernel_info())["content"]
    assert content["status"] == "ok" and content["implementation"] == "NotebookKit"
    language = content["language_info"]
    assert (language["name"], language["mimetype"], language["file_extension"]) == ("C#", "text/x-csharp", ".cs")
    assert language["pygments_lexer"] == "csharp" and content["supported_features"] == []
    assert (language["codemirror_mode"], language["nbconvert_exporter"], language["version"]) == ("text/x-csharp", "script", "14.0")
    assert content["help_links"] and all(isinstance(link[key], str) for link in content["help_links"] for key in ("text", "url"))
    assert content["protocol_version"] == "5.4"


@check
def execute_hello_world(k):
    reply, outputs = k.execute('Console.WriteLine("hello, world");')
    assert reply["status"] == "ok" and stream(outputs, "stdout") == "hello, world\n"


@check
def execute_stderr(k):
    reply, outputs = k.execute('Console.Error.WriteLine("test");')
    assert reply["status"] == "ok" and stream(outputs, "stderr") == "test\n"


@check
def execute_result(k):
    for code, text in (("6 * 7", "42"), ('"a" + "b"', "ab"), ("0.5", "0.5"), ("(object)null", "<null>")):
        assert k.result(code) == text, code
    reply, outputs = k.execute("var nothing = 1;")
    assert reply["status"] == "ok" and outputs == []
    assert reply["payload"] == [] and reply["user_expressions"] == {}


@check
def execute_error(k):
    reply, outputs = k.execute('throw new InvalidOperationException("on purpose");')
    assert reply["status"] == "error" and reply["ename"] == "System.InvalidOperationException"
    assert reply["evalue"] == "on purpose" and [o["msg_type"] for o in outputs] == ["error"]
    text = "\n".join(reply["traceback"])
    assert 'throw new InvalidOperationException("on purpose");' in text
    assert "NotebookKit.Kernel" not in text and "Submission#" not in text, text


@check
def execute_compile_error(k):
    reply, outputs = k.execute("int x = ;\nvar kept = 3;")
    assert reply["ename"] == "CompilationError" and "CS1525" in reply["evalue"], reply
    assert stream(outputs, "stderr") == "" and any("^" in line for line in reply["traceback"])


@check
def execute_silent(k):
    before = k.execute("1")[0]["execution_count"]
    reply, outputs = k.execute('Console.Write("unseen"); display(3); var quiet = 5;', silent=True)
    assert reply["status"] == "ok" and outputs == []
    reply, outputs = k.execute("throw new Exception();", silent=True)
    assert reply["status"] == "error" and outputs == []
    assert k.execute("quiet")[0]["execution_count"] == before + 1


@check
def execute_store_history(k):
    first = k.execute('"stored"')[0]["execution_count"]
    reply, outputs = k.execute('"not stored"', store_history=False)
    assert reply["status"] == "ok" and len(outputs) == 1
    assert k.execute("1")[0]["execution_count"] == first + 1
    assert not any("not stored" in e[2] for e in k.reply(k.client.history(hist_access_type="tail", n=3))["content"]["history"])


@check
def execute_user_expressions(k):
    reply, _ = k.execute("var ten = 10;", user_expressions={"good": "ten * 2", "bad": "nowhere", "thrown": "1 / (ten - 10)"})
    values = reply["user_expressions"]
    assert reply["status"] == "ok" and values["good"]["status"] == "ok"
    assert values["good"]["data"]["text/plain"] == "20" and values["good"]["metadata"] == {}
    assert values["bad"]["status"] == "error" and values["bad"]["ename"] == "CompilationError"
    assert values["thrown"]["ename"] == "System.DivideByZeroException" and values["thrown"]["traceback"]


@check
def display_data(k):
    for code, mime in (("display(HTML(\"<b>bold</b>\"));", "text/html"), ("display(new[] { new { a = 1, b = 2 } });", "text/html")):
        reply, outputs = k.execute(code)
        assert [o["msg_type"] for o in outputs] == ["display_data"], outputs
        assert mime in outputs[0]["content"]["data"] and outputs[0]["content"]["transient"]["display_id"]


@check
def display_latex(k):
    _, outputs = k.execute('display(new LaTeXString("$x^2$"));\nnew MathString("x^2")')
    assert [o["msg_type"] for o in outputs] == ["display_data", "execute_result"], outputs
    assert [o["content"]["data"]["text/latex"] for o in outputs] == ["$x^2$", "$$x^2$$"]
    assert all(o["content"]["data"]["text/plain"] for o in outputs)


@check
def package(k):
    reply, outputs = k.execute('#r "nuget: CsvHelper, 34.0.0"\ntypeof(CsvHelper.CsvReader).Name')
    if reply["status"] == "error":                  # no feed here: the error must say what could not be had
        assert reply["ename"] == "PackageError" and "CsvHelper 34.0.0 could not be restored" in reply["evalue"], reply
        return
    shown = [o["content"]["data"]["text/plain"] for o in outputs if "data" in o["content"]]
    assert "Installed Packages" in shown[-2] and "CsvHelper, 34.0.0" in shown[-2] and shown[-1] == "CsvReader", shown
    reply, _ = k.execute("CsvHelper.CsvWriter w = null;")
    assert reply["status"] == "ok", reply


@check
def library_cell(k):
    reply, _ = k.execute("namespace Shapes { static class Areas { public static int Area(this int side) => side * side; } }")
    assert reply["status"] == "ok", reply
    assert k.execute("7.Area()")[1][0]["content"]["data"]["text/plain"] == "49"


@check
def display_update(k):
    reply, outputs = k.execute('var shown = display("first"); shown.Update("second");')
    assert [o["msg_type"] for o in outputs] == ["display_data", "update_display_data"]
    ids = {o["content"]["transient"]["display_id"] for o in outputs}
    assert len(ids) == 1 and outputs[1]["content"]["data"]["text/plain"] == "second"
    reply, outputs = k.execute('for (var i = 0; i < 500; i++) shown.Update(i);')
    assert 1 <= len(outputs) < 100 and outputs[-1]["content"]["data"]["text/plain"] == "499"


@check
def clear_output(k):
    for wait in ("true", "false"):
        _, outputs = k.execute(f"NotebookKit.Interactive.NotebookHost.Current.ClearOutput({wait});")
        assert [o["content"]["wait"] for o in outputs if o["msg_type"] == "clear_output"] == [wait == "true"]


@check
def streams_in_order(k):
    code = 'for (var i = 0; i < 10_000; i++) Console.WriteLine(i); Console.Error.Write("e"); Console.Write("o");'
    _, outputs = k.execute(code)
    text = stream(outputs, "stdout")
    assert text == "".join(f"{i}\n" for i in range(10_000)) + "o" and len(outputs) < 60
    assert [o["content"]["name"] for o in outputs][-2:] == ["stderr", "stdout"]


@check
def native_output(k):
    _, outputs = k.execute(
        '[System.Runtime.InteropServices.DllImport("libc")] static extern int puts(string text);\nputs("from C");\n'
        'System.Diagnostics.Process.Start("sh", "-c \\"echo child; echo oops >&2\\"").WaitForExit();')
    assert "from C\n" in stream(outputs, "stdout") and "child\n" in stream(outputs, "stdout"), outputs
    assert stream(outputs, "stderr") == "oops\n"


@check
def complete(k):
    k.execute("var zebra = 12; var zest = 3;")
    content = k.reply(k.client.complete("int y = 2 * ze", 14))["content"]
    assert content["matches"][:2] == ["zebra", "zest"], content["matches"]
    assert (content["cursor_start"], content["cursor_end"]) == (12, 14)
    kinds = {e["text"]: e["type"] for e in content["metadata"]["_jupyter_types_experimental"]}
    assert kinds["zebra"] == "instance"
    content = k.reply(k.client.complete('var s = "😀"; Console.Wri', 24))["content"]
    assert "WriteLine" in content["matches"] and content["cursor_end"] == 24
    assert k.reply(k.client.complete("qqqqqq.", 7))["content"]["matches"] == []


@check
def inspect(k):
    k.execute("var gauge = 7;")
    content = k.reply(k.client.inspect("gauge", 2))["content"]
    assert content["found"] and "int gauge = 7" in content["data"]["text/plain"]
    content = k.reply(k.client.inspect("Console.WriteLine", 12, 1))["content"]
    assert "Overloads" in content["data"]["text/plain"] and "text/html" in content["data"]
    assert k.reply(k.client.inspect("nowhere", 3))["content"] == {"status": "ok", "found": False, "data": {}, "metadata": {}}


@check
def help_in_the_pager(k):
    k.execute("var helped = 5;")
    reply, outputs = k.execute("#!help helped")
    assert [p["source"] for p in reply["payload"]] == ["page"] and reply["payload"][0]["start"] == 0
    assert "int helped = 5" in reply["payload"][0]["data"]["text/plain"]
    assert [o["msg_type"] for o in outputs] == ["display_data"]
    assert "#!lsmagic" in k.execute("#!help")[0]["payload"][0]["data"]["text/plain"]


@check
def directives(k):
    _, outputs = k.execute("#!time\n6 * 7")
    texts = [o["content"]["data"]["text/plain"] for o in outputs]
    assert texts[0] == "42" and texts[1].startswith("Wall time: ") and texts[1].endswith("ms"), texts
    reply, _ = k.execute("#!fsharp\nlet x = 1")
    assert reply["status"] == "error" and "C# cells alone" in reply["evalue"]


@check
def is_complete(k):
    for code, status in (
        ("1 + 1", "complete"), ("class A { }", "complete"), ("for (;;) {", "incomplete"), ('var s = @"', "incomplete"),
        ("int x = = 3;", "invalid"), ("}", "invalid"),
    ):
        content = k.reply(k.client.is_complete(code))["content"]
        assert content["status"] == status, (code, content)
        assert (status == "incomplete") == ("indent" in content)


@check
def history(k):
    for code in ('"history one"', '"history two"', '"history two"'):
        k.execute(code)
    ask = lambda **o: k.reply(k.client.history(raw=True, **o))["content"]["history"]
    tail = ask(hist_access_type="tail", n=2, output=False)
    assert [e[2] for e in tail] == ['"history two"'] * 2 and all(isinstance(e[0], int) and isinstance(e[1], int) for e in tail)
    tail = ask(hist_access_type="tail", n=1, output=True)
    assert tail[0][2] == ['"history two"', "history two"]
    line = tail[0][1]
    assert len(ask(hist_access_type="range", session=0, start=line - 2, stop=line, output=False)) == 2
    assert len(ask(hist_access_type="search", pattern='"history*', unique=False, output=False, n=3)) == 3
    assert len(ask(hist_access_type="search", pattern='"histor? *"', unique=True, output=False, n=3)) == 2


def displayed(outputs):
    return [(o["msg_type"], o["content"]["data"]) for o in outputs if o["msg_type"] in ("display_data", "update_display_data")]


@check
def display_in_forms_asked_for(k):
    _, outputs = k.execute('var shown = display(new { A = 1 }, "application/json"); shown.Update(new { A = 2 });')
    (first, one), (second, two) = displayed(outputs)
    assert (first, second) == ("display_data", "update_display_data")
    assert (one["application/json"], two["application/json"]) == ({"A": 1}, {"A": 2})
    ids = {o["content"]["transient"]["display_id"] for o in outputs}
    assert len(ids) == 1 and k.result("shown.DisplayId") in ids


@check
def names_of_old_notebooks(k):
    code = """using Microsoft.DotNet.Interactive; using Microsoft.DotNet.Interactive.Formatting;
        "# title".DisplayAs("text/markdown"); new LaTeXString("$x$").Display(); HTML("<b>b</b>").Display();
        display(PocketViewTags.span("a<b")); KernelInvocationContext.Current.Display(5); Javascript("1"); CSS("p{}");
        DisplayedValue last = "x".Display("text/html");"""
    _, outputs = k.execute(code)
    data = [d for _, d in displayed(outputs)]
    assert [d["text/plain"] for d in data] == ["# title", "$x$", "b", "a<b", "5", "", "", "x"], data
    assert data[0]["text/markdown"] == "# title" and data[1]["text/latex"] == "$x$"
    assert data[2]["text/html"] == "<b>b</b>" and data[3]["text/html"] == "<span>a&lt;b</span>"
    assert data[5]["text/html"] == '<script type="text/javascript">1</script>'
    assert k.result("Kernel.Root.Name") == "csharp"
    k.execute('Formatter.Register<Version>(v => $"<i>{v}</i>", "text/html");')
    _, outputs = k.execute("new Version(1, 2)")
    assert outputs[-1]["content"]["data"]["text/html"] == "<i>1.2</i>"


@check
def last_error(k):
    k.execute('throw new ArgumentException("whole text");')
    assert k.result('Kernel.LastError.Message') == "whole text"


@check
def values_of_the_kit(k):
    for code, text, form in (
        ("torch.ones(2, 3)", "Tensor [2, 3] Float32 on cpu", "image/svg+xml"),
        ("torch.ones(2, 3, 16, 16)", "Tensor [2, 3, 16, 16]", "image/png"),
        ("torch.nn.Linear(3, 2)", "Linear with 8 parameters", "text/html"),
        ("Enumerable.Range(0, 30).Select(i => (i, $\"<{i}>\"))", "The first 20 rows", "text/html"),
    ):
        _, outputs = k.execute(code)
        data = outputs[-1]["content"]["data"]
        assert text in data["text/plain"] and form in data, data
        assert "<5>" not in data["text/html"]


@check
def live_values_of_the_kit(k):
    """Shift+Tab, #!whos and #!help show a tensor's shape."""
    k.execute("var weights = torch.ones(4, 5); var layers = new[] { torch.zeros(2), null };")
    seen = "Tensor [4, 5] Float32 on cpu"
    content = k.reply(k.client.inspect("weights", 3))["content"]
    assert f"Tensor weights = {seen}" in content["data"]["text/plain"], content
    assert f"weights = {seen}" in k.execute("#!help weights")[0]["payload"][0]["data"]["text/plain"]
    table = k.execute("#!whos")[1][0]["content"]["data"]["text/html"]
    assert f"<td>{seen}</td>" in table and "[Tensor [2] Float32 on cpu, null] (2)" in table, table
    k.execute("weights.Dispose();")
    assert "Tensor (disposed)" in k.reply(k.client.inspect("weights", 3))["content"]["data"]["text/plain"]


run()
