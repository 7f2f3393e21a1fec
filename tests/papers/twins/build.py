#!/usr/bin/env python3
"""Makes of each `paper.tex` with its `twin.toml` the same paper as HTML and JATS, and with --pdf as PDF (pdflatex).

What is made is committed: this is needed only after a change of a source. Text is written once, in LaTeX; `twin.toml` holds the
head of the paper, which authors write in a dozen ways, and what must be read from every format."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import tomllib

from as_html import Page
from as_jats import Article
from body import parse

HERE = pathlib.Path(__file__).parent


def typeset(folder):
    """The PDF, the same bytes on every run."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1704067200", "FORCE_SOURCE_DATE": "1"}
    options = r"\pdfinfoomitdate=1\pdftrailerid{}\pdfsuppressptexinfo=-1\input{paper.tex}"
    with tempfile.TemporaryDirectory() as build:
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-jobname=paper", f"-output-directory={build}", options]
        for _ in range(2):
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, errors="replace")
            if done.returncode:
                sys.exit(f"{folder.name}: {done.stdout[-1500:]}")
        shutil.copy(pathlib.Path(build) / "paper.pdf", folder / "paper.pdf")


def main(arguments):
    wanted = [name for name in arguments if name != "--pdf"]
    for folder in sorted(path.parent for path in HERE.glob("*/twin.toml")):
        if wanted and folder.name not in wanted:
            continue
        twin = tomllib.loads((folder / "twin.toml").read_text("utf-8"))
        pieces = parse((folder / "paper.tex").read_text("utf-8"))
        (folder / "paper.html").write_text(Page(twin, *pieces).write(), "utf-8")
        (folder / "paper.xml").write_text(Article(twin, *pieces).write(), "utf-8")
        if "--pdf" in arguments:
            typeset(folder)


main(sys.argv[1:])
