"""The command `symattn`: docket, settle, write, lower, replay.

Place: the top of the flow. Each command imports what it needs when it runs, and only then, so
that `symattn --help` does not wait for SymPy: the one place where imports stand in functions.
Exit codes: 0 as pinned, 1 a verdict differs, 2 bad input or nothing checked, 3 our bug.
The last line of every command is its counts.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from symattn.rendering.answers import Answer

FILE = click.Path(path_type=Path, dir_okay=False)
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Guarded(click.Group):
    """The group of commands: a symattn error ends with code 2, anything unforeseen with code 3."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command; turn what it raises into a message and an exit code."""
        from symattn.errors import SymattnError

        try:
            return super().invoke(context)
        except SymattnError as error:
            click.echo(f"{type(error).__name__}: {error}", err=True)
            click.echo("checked 0", err=True)
            context.exit(2)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            click.echo(f"this is a bug in symattn: {type(error).__name__}: {error}", err=True)
            context.exit(3)


@click.group(cls=Guarded, context_settings=CONTEXT)
@click.version_option(package_name="symattn")
def main() -> None:
    """Settle what an attention equation says, for all sizes.

    \b
    Example
      symattn settle "softmax(x + c) == softmax(x)" --shape x=n --shape c=
    """


@main.command("docket")
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per reading.")
@click.option("--write", "target", type=click.Path(path_type=Path), help="Pages and certificates.")
@click.option("--folder", type=click.Path(path_type=Path), default=Path("derivations"))
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
def run_docket(
    names: tuple[str, ...], as_json: bool, target: Path | None, folder: Path, workers: int
) -> NoReturn:
    """Settle the derivations (all, or those with NAMES in their file name).

    \b
    Example
      symattn docket two_projections --json
    """
    from symattn.rendering.docket import docket_counts, docket_exit_code, print_docket
    from symattn.rendering.progress import settle_with_progress, wide_console

    certificates = target / "certificates" if target else None
    rows = settle_with_progress(folder, names, certificates, workers)
    if as_json:
        _print_answers(rows)
    else:
        print_docket(rows, wide_console())
    if target:
        from symattn.rendering.pages import write_pages

        write_pages(target, rows, folder)
    click.echo(docket_counts(rows), err=as_json)
    sys.exit(docket_exit_code(rows))


@main.command("settle")
@click.argument("claim")
@click.option("--shape", "shapes", multiple=True, help="A tensor's axes: X=n,d; a scalar is c=")
@click.option("--given", "given", multiple=True, help="An assumption: 'equal(q, x)'.")
@click.option("--index", "indices", multiple=True, help="A free index and its bound: i=n")
@click.option("--function", "functions", multiple=True, help="A function, derivatives: f=df,ddf")
@click.option("--size", "sizes", multiple=True, help="The least value of a size: n>=0 (else 1).")
@click.option(
    "--for-all", "for_all", multiple=True, help="A tensor that 'exactly when' ranges over."
)
@click.option("--latex", is_flag=True, help="The claim is LaTeX.")
@click.option("--style", default=None, help="The style of the LaTeX, if both would read it.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.option("--certificate", type=FILE, help="Write the certificate of a proved claim here.")
@click.option("--jobs", help="Claims of a file settled at a time.  [default: half the processors]")
@click.option("--budget", help="Seconds for each claim, at most.  [default: 10]")
def run_settle(
    claim: str, as_json: bool, jobs: str | None, budget: str | None, **told: Any
) -> NoReturn:
    """Settle one CLAIM, or a file of claims (JSON lines).

    Ends with 0 if the claim is proved, 1 if it is not; a file ends with 0 when every line was
    read and none differs from its "expect".

    \b
    Example
      symattn settle "tr(A @ B) == tr(B @ A)" --shape A=n,m --shape B=m,n
      symattn settle claims.jsonl --json
    """
    from symattn.rendering import settling_files

    count, seconds = settling_files.jobs_from(jobs), settling_files.seconds_from(budget)
    if settling_files.is_file_of_claims(claim):
        settling_files.refuse_options_of_a_typed_claim(told)
        sys.exit(_settle_file(Path(claim), as_json, count, seconds))
    settling_files.refuse_options_of_a_file({"jobs": jobs})
    sys.exit(_settle_typed(claim, as_json, seconds, **told))


def _settle_typed(
    claim: str, as_json: bool, seconds: float, certificate: Path | None, **told: Any
) -> int:
    from symattn.rendering import settling
    from symattn.rendering.answers import write_certificate
    from symattn.rendering.settling_files import settled_counts

    typed = settling.settle_typed(claim, seconds=seconds, **told)
    if certificate and typed.certificate is not None:
        write_certificate(certificate, typed.certificate)
    click.echo(json.dumps(typed.answer) if as_json else typed.text)
    click.echo(settled_counts([settling.LineAnswer(typed.answer)]), err=as_json)
    return settling.typed_exit_code(typed.answer)


def _settle_file(path: Path, as_json: bool, jobs: int, seconds: float) -> int:
    from symattn.rendering.progress import settle_lines_with_progress
    from symattn.rendering.settling_files import file_exit_code, line_text, settled_counts

    found = []
    with closing(settle_lines_with_progress(path, jobs, seconds)) as lines:
        for line in lines:
            click.echo(json.dumps(line.answer) if as_json else line_text(line.answer))
            sys.stdout.flush()
            found.append(line)
    click.echo(settled_counts(found), err=True)
    return file_exit_code(found)


@main.command("write")
@click.argument("what")
@click.option("--style", default="vaswani", show_default=True, help="The notation: vaswani or ng.")
@click.option("--chain", is_flag=True, help="The derivation as one aligned display.")
@click.option("--shape", "shapes", multiple=True, help="A tensor's axes: X=n,d")
@click.option("--folder", type=click.Path(path_type=Path), default=Path("derivations"))
def run_write(what: str, style: str, chain: bool, shapes: tuple[str, ...], folder: Path) -> None:
    """Write a model, a derivation (by NAME) or an expression as LaTeX.

    \b
    Example
      symattn write attention --style ng
      symattn write "softmax(Q @ K.T) @ V" --shape Q=n,d --shape K=m,d --shape V=m,d_v
    """
    from symattn.rendering.writing import latex_lines

    lines = latex_lines(what, style=style, chain=chain, shapes=shapes, folder=folder)
    for line in lines:
        click.echo(line)
    click.echo(f"written {len(lines)}", err=True)


@main.command("lower")
@click.argument("what")
@click.option("--shape", "shapes", multiple=True, help="A tensor's axes: X=n,d")
@click.option("--name", default="", help="The name of the function.")
def run_lower(what: str, shapes: tuple[str, ...], name: str) -> None:
    """Print the NumPy function of a model (by NAME) or of an expression.

    \b
    Example
      symattn lower attention
      symattn lower "softmax(x)" --shape x=n --name weights
    """
    from symattn.rendering.writing import numpy_source

    source = numpy_source(what, shapes=shapes, name=name)
    click.echo(source)
    click.echo(f"lowered 1  lines {source.count(chr(10)) + 1}", err=True)


@main.command("replay")
@click.argument("certificates", nargs=-1, required=True, type=FILE)
def run_replay(certificates: tuple[Path, ...]) -> NoReturn:
    """Check certificates with the kernel alone, in a process that never loads the prover.

    \b
    Example
      symattn settle "x + y == y + x" --shape x=n --shape y=n --certificate sum.json
      symattn replay sum.json
    """
    from symattn.rendering.replaying import replay_file

    refused = 0
    for path in certificates:
        accepted, text = replay_file(path)
        refused += not accepted
        click.echo(text)
    click.echo(
        f"replayed {len(certificates)}  accepted {len(certificates) - refused}  refused {refused}"
    )
    sys.exit(1 if refused else 0)


def _print_answers(answers: list[Answer]) -> None:
    for answer in answers:
        click.echo(json.dumps(answer))
