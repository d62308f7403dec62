"""The reference pages, written from the specs: rules, parameters, commands, facts, faults, folder.

`python -m huxin.cli.reference DIR` writes them; a house test holds `docs/reference` equal.
"""

from __future__ import annotations

from pathlib import Path

from huxin.cli.reference import commands, facts, parameters, rules
from huxin.cli.reference.markdown import page, table
from huxin.formats.reference import folder_page
from huxin.law import Lawbook
from huxin.sim.reference import faults_page

__all__ = ["pages", "write"]

CONTENTS = (
    ("[folder](folder.md)", "files, headings, aliases, units and codes of a site folder"),
    ("[rules](rules/README.md)", "the warning rules, a page each"),
    ("[parameters](parameters.md)", "every value of the law packs, with its ground"),
    ("[commands](commands.md)", "the command line"),
    ("[interface](interface.md)", "every operation of `/api/v1`"),
    ("[facts](facts.md)", "the fact tables that rules look at"),
    ("[faults](faults.md)", "what the simulator can plant"),
    ("[truth file](truth.md)", "how planted faults are written down"),
    ("[score](score.md)", "how a check is measured against them"),
    ("[glossary](glossary.md)", "the words, English and Chinese"),
)


def pages() -> dict[str, str]:
    """Every generated page: path below docs/reference → text."""
    book = Lawbook.load()
    return {
        "README.md": page("Reference", table(("page", "what it holds"), CONTENTS)),
        "commands.md": commands.commands_page(),
        "facts.md": facts.facts_page(),
        "faults.md": faults_page(),
        "folder.md": folder_page(),
        "parameters.md": parameters.parameters_page(book),
        **rules.rule_pages(book),
    }


def write(root: Path) -> None:
    """Write every page below `root`, and take away the page of a rule that is gone."""
    texts = pages()
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    for old in (root / "rules").glob("*.md"):
        if f"rules/{old.name}" not in texts:
            old.unlink()
