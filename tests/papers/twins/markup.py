"""Pieces of markup that HTML and JATS share: escaping, and MathML of the little mathematics that the twins hold."""

import re
from xml.sax.saxutils import escape

SIGNS = {"\\times": "×", "\\approx": "≈", "\\sim": "∼", "\\cdot": "⋅", "\\leq": "≤", "\\pm": "±", "-": "−"}


def presentation(tex, prefix=""):
    """MathML elements of a formula such as `8\\times` or `10^{-4}`."""
    made, at = [], 0
    element = lambda name, inside: f"<{prefix}{name}>{inside}</{prefix}{name}>"
    while at < len(tex):
        if tex[at] in "^_" and made:
            match = re.match(r"\{([^}]*)\}|(.)", tex[at + 1:])
            inside = element("mrow", presentation(match[1] or match[2], prefix))
            made[-1] = element("msup" if tex[at] == "^" else "msub", made[-1] + inside)
            at += 1 + match.end()
            continue
        match = re.match(r"\\text\{([^}]*)\}|\\[a-zA-Z]+|[0-9.]+|.", tex[at:])
        at += match.end()
        if match[1]:
            made.append(element("mtext", escape(match[1])))
        elif match[0] in SIGNS or match[0] in "+=<>()|/,":
            made.append(element("mo", escape(SIGNS.get(match[0], match[0]))))
        elif re.match(r"[0-9.]", match[0]):
            made.append(element("mn", match[0]))
        elif match[0].strip():
            made.append(element("mi", match[0].lstrip("\\")))
    return "".join(made)


def plain(tex):
    """A formula as words: for journals that set small formulas as text."""
    for command, sign in SIGNS.items():
        tex = tex.replace(command, sign)
    return re.sub(r"\\text\{([^}]*)\}|[{}]", lambda match: match[1] or "", tex)
