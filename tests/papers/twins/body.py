"""The body of a twin's LaTeX as blocks and inline pieces: the few commands that the twins use, and no more."""

import re

NAMED = {"\\%": "%", "\\&": "&", "\\_": "_", "\\#": "#", "\\$": "$", "\\,": "\u2009", "\\ ": " ", "~": "\u00a0",
         "\\ldots": "…", "\\xspace": "", "\\noindent": "", "\\centering": "", "\\small": "", "\\LaTeX": "LaTeX"}
UNITS = {"\\giga\\byte": "GB", "\\gibi\\byte": "GiB", "\\hour": "h", "\\watt": "W"}
STYLES = {"emph": "em", "textit": "em", "textbf": "bold", "texttt": "code", "footnote": "note", "url": "code"}


def group(text, at):
    """The inside of the braces that open at `at`, and where they end."""
    depth = 0
    for end in range(at, len(text)):
        if text[end] == "\\":
            continue
        if text[end] in "{}" and text[end - 1] != "\\":
            depth += 1 if text[end] == "{" else -1
            if depth == 0:
                return text[at + 1:end], end + 1
    raise ValueError(f"braces that do not close: {text[at:at + 40]}")


def without_comments(text):
    text = re.sub(r"(?<!\\)%.*", "", text)
    return re.sub(r"\\iffalse.*?\\fi\b", "", text, flags=re.S)


def macros(text):
    """What the paper defines by \\newcommand and \\def, and the text without the definitions."""
    found = {}
    pattern = re.compile(r"\\(?:newcommand|renewcommand)\{?\\(\w+)\}?(?:\[(\d)\])?(?:\[([^]]*)\])?|\\def\\(\w+)(#1)?")
    while match := pattern.search(text):
        body, end = group(text, text.index("{", match.end()))
        name = match[1] or match[4]
        found[name] = (int(match[2] or (1 if match[5] else 0)), match[3], body)
        text = text[:match.start()] + text[end:]
    return found, text


def expanded(text, known):
    pattern = re.compile(r"\\(" + "|".join(known) + r")(?![A-Za-z])") if known else None
    while pattern and (match := pattern.search(text)):
        count, default, body = known[match[1]]
        at, arguments = match.end(), []
        if default is not None:
            if option := re.match(r"\[([^]]*)\]", text[at:]):
                arguments.append(option[1])
                at += option.end()
            else:
                arguments.append(default)
        while len(arguments) < count:
            argument, at = group(text, at)
            arguments.append(argument)
        if text[at:at + 2] == "{}":
            at += 2
        for number, argument in enumerate(arguments, 1):
            body = body.replace(f"#{number}", argument)
        after = text[at:].lstrip() if not arguments and body.endswith("\\xspace") is False and text[at:at + 1] == " " \
            and text[at - 2:at] != "{}" else text[at:]
        if body.endswith("\\xspace"):
            body = body.removesuffix("\\xspace")
        text = text[:match.start()] + body + after
    return text


class Reader:
    """Turns text into pieces: (kind, content), content a string or pieces."""

    def __init__(self, labels, citations):
        self.labels, self.citations = labels, citations

    def inline(self, text):
        text, at, pieces = re.sub(r"\s+", " ", text), 0, []

        def say(words):
            if pieces and pieces[-1][0] == "text":
                pieces[-1] = ("text", pieces[-1][1] + words)
            elif words:
                pieces.append(("text", words))

        while at < len(text):
            if text[at] == "$":
                end = text.index("$", at + 1)
                pieces.append(("math", text[at + 1:end]))
                at = end + 1
            elif match := re.match(r"\\(SI|qty)(?=\{)", text[at:]):
                number, at = group(text, at + match.end())
                unit, at = group(text, at)
                pieces.append(("quantity", (number, UNITS[unit])))
            elif match := re.match(r"\\([a-zA-Z]+)(?=\{)", text[at:]):
                inside, at = group(text, at + match.end())
                self.command(match[1], inside, pieces, say)
            elif match := re.match(r"\\[a-zA-Z]+|\\.|~", text[at:]):
                say(NAMED[match[0]])
                at += match.end() + (1 if match[0][1:].isalpha() and text[at + match.end():][:1] == " " else 0)
            elif match := re.match(r"---|--|``|''|`|'", text[at:]):
                say({"---": "—", "--": "–", "``": "“", "''": "”", "`": "‘", "'": "’"}[match[0]])
                at += match.end()
            else:
                if text[at] not in "{}":
                    say(text[at])
                at += 1
        return pieces

    def command(self, name, inside, pieces, say):
        if name in STYLES:
            pieces.append((STYLES[name], self.inline(inside.strip())))
        elif name == "cite":
            pieces.append(("cite", [self.citations[key.strip()] for key in inside.split(",")]))
        elif name == "ref":
            say(str(self.labels[inside]))
        elif name not in ("label", "rule"):
            raise ValueError(f"the twins' builder does not know \\{name}")


def environment(text, name):
    match = re.search(rf"\\begin\{{{name}\*?\}}(?:\[[^]]*\])?(.*?)\\end\{{{name}\*?\}}", text, re.S)
    return match and match[1]


def table(text):
    inside = re.search(r"\\begin\{tabular\}\{[^}]*\}(.*?)\\end\{tabular\}", text, re.S)[1]
    inside = re.sub(r"\\(hline|toprule|midrule|bottomrule)", "", inside)
    return [[cell.strip() for cell in re.split(r"(?<!\\)&", row)] for row in re.split(r"\\\\", inside) if row.strip()]


def parse(source):
    """Abstract, blocks and references of a whole `.tex` file."""
    known, text = macros(without_comments(source))
    text = expanded(text, known)
    abstract = environment(text, "abstract")
    start = re.search(r"\\end\{frontmatter\}|\\maketitle", text).end()
    body = text[start:text.index("\\end{document}")]
    body = re.sub(r"\\begin\{abstract\}.*?\\end\{abstract\}", "", body, flags=re.S)
    items = re.split(r"\\bibitem\{(\w+)\}", environment(text, "thebibliography") or "")[1:]
    citations = {key: number for number, key in enumerate(items[::2], 1)}
    body = re.sub(r"\\begin\{thebibliography\}.*?\\end\{thebibliography\}", "", body, flags=re.S)
    reader = Reader(numbered(body), citations)
    references = [reader.inline(re.sub(r"^\{\d\}", "", item).strip()) for item in items[1::2]]
    return reader.inline(abstract.strip()) if abstract else None, blocks(body, reader), references


def numbered(body):
    labels, counts = {}, {"table": 0, "figure": 0}
    for match in re.finditer(r"\\begin\{(table|figure)\*?\}.*?\\end\{\1\*?\}", body, re.S):
        counts[match[1]] += 1
        if label := re.search(r"\\label\{([^}]*)\}", match[0]):
            labels[label[1]] = counts[match[1]]
    return labels


def blocks(body, reader):
    found, counts = [], {"table": 0, "figure": 0}
    pattern = r"(\\begin\{(?:table|figure|itemize|acks|acknowledgments|acknowledgements)\*?\}.*?\\end\{(?:table|figure|itemize|acks|acknowledgments|acknowledgements)\*?\}|\\(?:sub)?section\*?\{[^}]*\}|\\appendix)"
    for piece in re.split(pattern, body, flags=re.S):
        if match := re.match(r"\\(sub)?section(\*?)\{([^}]*)\}", piece):
            found.append(("section", (2 if match[1] else 1, not match[2], reader.inline(match[3]))))
        elif match := re.match(r"\\begin\{(table|figure)", piece):
            counts[match[1]] += 1
            inside, _ = group(piece, piece.index("{", piece.index("\\caption")))
            rows = [[reader.inline(cell) for cell in row] for row in table(piece)] if match[1] == "table" else None
            found.append((match[1], (counts[match[1]], reader.inline(inside), rows)))
        elif piece.startswith("\\begin{itemize}"):
            items = re.split(r"\\item\s", environment(piece, "itemize"))[1:]
            found.append(("list", [reader.inline(item.strip()) for item in items]))
        elif match := re.match(r"\\begin\{(ack\w+)\}", piece):
            found.append(("section", (1, False, [("text", "Acknowledgments")])))
            found.append(("paragraph", reader.inline(environment(piece, match[1]).strip())))
        elif not piece.startswith("\\appendix"):
            paragraphs = [paragraph for paragraph in re.split(r"\n\s*\n", piece) if paragraph.strip()]
            found.extend(("paragraph", reader.inline(paragraph.strip())) for paragraph in paragraphs)
    return found
