"""A twin as JATS XML, in the shapes that PubMed Central holds."""

from markup import escape, plain, presentation

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.2 20190208//EN" "JATS-archivearticle1.dtd">
<!-- Written for chiptrace. The research and the people are invented. -->
<article xmlns:mml="http://www.w3.org/1998/Math/MathML" xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article" xml:lang="en">
<front>
<journal-meta><journal-title-group><journal-title>Journal of Invented Measurements</journal-title></journal-title-group>
<publisher><publisher-name>Invented Press</publisher-name></publisher></journal-meta>
<article-meta>
<article-categories><subj-group subj-group-type="heading"><subject>Article</subject></subj-group></article-categories>
"""


class Article:
    def __init__(self, twin, abstract, blocks, references):
        self.twin, self.abstract, self.blocks, self.references = twin, abstract, blocks, references
        self.notes = []
        self.shape = twin.get("jats", "labels")

    def inline(self, pieces):
        return "".join(self.piece(kind, content) for kind, content in pieces)

    def piece(self, kind, content):
        if kind == "text":
            return escape(content)
        if kind == "math":
            return self.math(content)
        if kind == "quantity":
            return f"{content[0]}\u00a0{content[1]}"
        if kind == "cite":
            return "[" + ", ".join(f'<xref ref-type="bibr" rid="B{n}">{n}</xref>' for n in content) + "]"
        if kind == "note":
            if self.shape == "nested":
                return f"<fn><p>{self.inline(content)}</p></fn>"
            self.notes.append(self.inline(content))
            return f'<xref ref-type="fn" rid="fn{len(self.notes)}"><sup>{len(self.notes)}</sup></xref>'
        name = {"em": "italic", "bold": "bold", "code": "monospace"}[kind]
        return f"<{name}>{self.inline(content)}</{name}>"

    def math(self, tex):
        if self.shape == "labels":
            return f'<inline-formula><mml:math><mml:mrow>{presentation(tex, "mml:")}</mml:mrow></mml:math></inline-formula>'
        if self.shape == "nested":
            return f"<inline-formula><tex-math><![CDATA[${tex}$]]></tex-math></inline-formula>"
        return escape(plain(tex))

    def affiliation(self, number, affiliation):
        label = "" if len(self.twin["affiliation"]) == 1 else f"<label>{number}</label>"
        if self.shape == "words":
            words = ", ".join(affiliation[field] for field in ("department", "name", "town", "country") if field in affiliation)
            return f'<aff id="aff{number}">{label.replace("label", "sup")}{escape(words)}</aff>\n'
        parts = []
        if "department" in affiliation:
            parts.append(f'<institution content-type="dept">{escape(affiliation["department"])}</institution>')
        name = escape(affiliation["name"])
        wrapped = self.shape == "nested"
        parts.append(f"<institution-wrap><institution>{name}</institution></institution-wrap>" if wrapped
                     else f"<institution>{name}</institution>")
        if "town" in affiliation:
            parts.append(f'<addr-line><named-content content-type="city">{escape(affiliation["town"])}</named-content></addr-line>')
        if "country" in affiliation:
            parts.append(f'<country>{escape(affiliation["country"])}</country>')
        return f'<aff id="aff{number}">{label}{", ".join(parts)}</aff>\n'

    def contributors(self):
        made = ["<contrib-group>\n"]
        for name, numbers in self.twin["authors"]:
            given, _, surname = name.rpartition(" ")
            links = "".join(f'<xref ref-type="aff" rid="aff{n}"><sup>{n}</sup></xref>' for n in numbers)
            made.append(f'<contrib contrib-type="author"><name><surname>{escape(surname)}</surname>'
                        f"<given-names>{escape(given)}</given-names></name>{links}</contrib>\n")
        affiliations = "".join(self.affiliation(n, a) for n, a in enumerate(self.twin["affiliation"], 1))
        return "".join(made) + (affiliations + "</contrib-group>\n" if self.shape == "nested" else "</contrib-group>\n" + affiliations)

    def dates(self):
        if "date" not in self.twin:
            return ""
        year, month, day = (self.twin["date"].split("-") + ["", ""])[:3]
        fields = (f"<day>{int(day)}</day>" if day else "") + (f"<month>{int(month)}</month>" if month else "") + f"<year>{year}</year>"
        kind = 'date-type="pub" publication-format="electronic"' if self.shape == "nested" else 'pub-type="epub"'
        return f"<pub-date {kind}>{fields}</pub-date>\n"

    def table(self, number, caption, rows):
        cells = lambda row, tag: "".join(f"<{tag}>{self.inline(cell)}</{tag}>" for cell in row)
        body = "\n".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows[1:])
        return (f'<table-wrap id="T{number}" position="float"><label>Table {number}</label><caption><p>{self.inline(caption)}</p></caption>\n'
                f"<table><thead><tr>{cells(rows[0], 'th')}</tr></thead>\n<tbody>\n{body}\n</tbody></table></table-wrap>\n")

    def body(self):
        made, depth = [], 0
        for kind, content in self.blocks:
            if kind == "section":
                level, _, title = content
                while depth >= level:
                    made.append("</sec>\n")
                    depth -= 1
                made.append(f"<sec><title>{self.inline(title)}</title>\n")
                depth += 1
            elif kind == "paragraph":
                made.append(f"<p>{self.inline(content)}</p>\n")
            elif kind == "table":
                made.append(self.table(*content))
            elif kind == "figure":
                made.append(f'<fig id="F{content[0]}" position="float"><label>Figure {content[0]}</label><caption><p>{self.inline(content[1])}'
                            f'</p></caption><graphic xlink:href="g{content[0]}"/></fig>\n')
            else:
                items = "\n".join(f"<list-item><p>{self.inline(item)}</p></list-item>" for item in content)
                made.append(f'<list list-type="bullet">\n{items}\n</list>\n')
        return "".join(made) + "</sec>\n" * depth

    def back(self, acknowledgements):
        made = [f"<ack><title>Acknowledgments</title><p>{acknowledgements}</p></ack>\n" if acknowledgements else ""]
        if self.notes:
            notes = "\n".join(f'<fn id="fn{n}"><label>{n}</label><p>{note}</p></fn>' for n, note in enumerate(self.notes, 1))
            made.append(f"<fn-group>\n{notes}\n</fn-group>\n")
        if self.references:
            items = "\n".join(f'<ref id="B{n}"><label>{n}</label><mixed-citation>{self.inline(item)}</mixed-citation></ref>'
                              for n, item in enumerate(self.references, 1))
            made.append(f"<ref-list><title>References</title>\n{items}\n</ref-list>\n")
        return "<back>\n" + "".join(made) + "</back>\n" if any(made) else ""

    def split_acknowledgements(self):
        """Journals set them apart; they stand last in the twins."""
        for at, (kind, content) in enumerate(self.blocks):
            if kind == "section" and content[2][0][1].startswith("Acknowledg"):
                return self.blocks[:at], self.inline(self.blocks[at + 1][1]), self.blocks[at + 2:]
        return self.blocks, "", []

    def write(self):
        before, acknowledgements, after = self.split_acknowledgements()
        self.blocks = before + after
        title = f"<title-group>\n<article-title>{escape(self.twin['title'])}</article-title>\n</title-group>\n"
        abstract = f"<abstract><p>{self.inline(self.abstract)}</p></abstract>\n" if self.abstract else ""
        front = HEAD + title + self.contributors() + self.dates() + abstract + "</article-meta>\n</front>\n"
        return front + f"<body>\n{self.body()}</body>\n" + self.back(acknowledgements) + "</article>\n"
