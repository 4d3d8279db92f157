"""``ask``, ``match``, ``eval`` and ``fit``: pastes in, decisions or figures out; no ticket is opened."""

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.cli.context import Context
    from bot.matching import Decision

Source = Annotated[str, typer.Argument(metavar="[FILE|-]", help="a file, or - for standard input")]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(ask)
    app.command()(match)
    app.command(name="eval")(evaluate)
    app.command(name="fit")(fit)


def ask(context: typer.Context, source: Source = "-", as_json: AsJson = False) -> None:
    """Answer one paste as people see it."""
    from bot.cli.reading import read_paste
    from bot.cli.render import Page

    own: Context = context.obj
    text = read_paste(source)
    decision = own.decide()(text)
    if as_json:
        print(json.dumps(decision.as_json(), ensure_ascii=False, indent=2))
        return
    Page().decision(decision, {article.id: article for article in own.articles()})


def match(context: typer.Context, source: Source = "-") -> None:
    """Decide about many pastes: JSON lines with "id" and "text" in, a decision a line out."""
    from bot.cli.reading import read_rows
    from bot.paste import clean

    decide = context.obj.decide()
    for row in read_rows(source):
        decision = decide(clean(row.text).text)
        print(json.dumps({"id": row.id, **_contract(decision)}, ensure_ascii=False), flush=True)


def evaluate(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FILE", help='JSON lines with "id", "text" and "expected"')],
    as_json: AsJson = False,
) -> None:
    """Measure the matcher on labelled pastes; "expected" holds article ids or causes, empty: must stay quiet."""
    from bot.cli.evaluation import measure, show
    from bot.cli.reading import expected, read_rows
    from bot.paste import clean

    decide = context.obj.decide()
    cases = [(expected(row), decide(clean(row.text).text)) for row in read_rows(source)]
    figures = measure(cases)
    if as_json:
        print(json.dumps(figures, indent=2))
    else:
        show(figures, sys.stdout)


def fit(
    name: Annotated[str, typer.Argument(help="the new set's name: a date, with a letter for a second one that day")],
    pairs: Annotated[
        list[str], typer.Argument(metavar="KB=PASTES...", help="articles, and the labelled pastes for them")
    ],
    answer: Annotated[float, typer.Option(help="from this probability on, answer")] = 0.8,
    suggest: Annotated[float, typer.Option(help="from this probability on, suggest")] = 0.25,
) -> None:
    """Fit the matcher's weights to labelled pastes and print the new parameter set; what it promises goes to stderr."""
    from bot.cli.fitting import fitted, labelled

    parameters, report = fitted(name, [labelled(pair) for pair in pairs], answer=answer, suggest=suggest)
    print(report, file=sys.stderr)
    print(parameters.as_json(), end="")


def _contract(decision: "Decision") -> dict[str, Any]:
    """The decision as scripts expect it."""
    whole = decision.as_json()
    answers = [
        {
            **{name: answer[name] for name in ("article", "title", "cause", "confidence", "evidence")},
            "lines": answer["matches"],
        }
        for answer in whole["answers"]
    ]
    failure = whole["failure"]
    return {
        "decision": whole["decision"],
        "answers": answers,
        "failure": failure and {name: failure[name] for name in ("step", "command", "code", "line")},
        "elapsed_ms": whole["elapsed_ms"],
    }
