"""The bar stands on a terminal only."""

import io

from rich.console import Console

from symattn.rendering import progress

FILE = 'from symattn import Claim\nclaim = Claim.from_text("x == x", symbols={"x": ""})\n'


def bar_on(folder, terminal, monkeypatch):
    """What goes to standard error while one file is settled."""
    stream = io.StringIO()
    monkeypatch.setattr(
        progress, "Console", lambda **_: Console(file=stream, force_terminal=terminal)
    )
    rows = progress.settle_with_progress(folder, (), None, workers=1)
    assert [row["verdict"] for row in rows] == ["proved"]
    return stream.getvalue()


def test_bar_is_drawn_on_a_terminal_only(tmp_path, monkeypatch):
    (tmp_path / "one.py").write_text(FILE)
    assert "settling" in bar_on(tmp_path, True, monkeypatch)
    assert bar_on(tmp_path, False, monkeypatch) == ""


def test_table_is_as_wide_as_the_screen_or_fixed(monkeypatch):
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert progress.wide_console().width == progress.PIPE_WIDTH


def test_bar_of_a_file_leaves_the_answers_alone(tmp_path, monkeypatch, capsys):
    path = tmp_path / "c.jsonl"
    path.write_text('{"id": "a", "lhs": "1", "rhs": "1"}\n')
    for terminal in (True, False):
        stream = io.StringIO()
        console = Console(file=stream, force_terminal=terminal)
        monkeypatch.setattr(progress, "Console", lambda console=console, **_: console)
        for line in progress.settle_lines_with_progress(path, 1, 10.0):
            print(line.answer["verdict"])
        assert capsys.readouterr().out == "proved\n"
        assert ("settling" in stream.getvalue()) == terminal
