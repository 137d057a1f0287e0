# SPDX-License-Identifier: GPL-2.0-only
"""
Drawing: a figure as SVG, by hand.  One palette for all figures, in dark and light, one set of letter sizes, and a
check that no text leaves the figure or lies on another.

    d = Drawing(480, "Title", "What there is to see, for who can't.")
    d.box(20, 40, 200, 30, "anon", "heap")
    d.text(230, 60, "b7000000", "code", run=True)     # run: a number of this run, another one may have another
    svg = d.svg()
"""
from xml.sax.saxutils import escape, quoteattr

# kind: (what it stands for, fill and line in light, fill and line in dark)
PALETTE = {
    "kernel": ("kernel", "#d3e3f8", "#2d6cb5", "#1d3a5c", "#77aeea"),
    "user": ("user space", "#e9e6f2", "#7466a3", "#38324d", "#b1a4dd"),
    "anon": ("anonymous memory", "#fbe0c3", "#b8660e", "#573510", "#f0a850"),
    "file": ("a file's pages", "#d5ecd2", "#37813a", "#1f4423", "#7ecb82"),
    "table": ("page tables", "#f6d5e6", "#b03a7b", "#531d3b", "#ef8cc0"),
    "device": ("device registers", "#e3e6ea", "#6b7683", "#2c333b", "#97a3b1"),
    "free": ("nothing", "#ffffff", "#a0a7b0", "#14181d", "#5c6672"),
}
INK, DIM, PAPER = ("#1a1f26", "#e4e9f0"), ("#565f6b", "#a3adba"), ("#ffffff", "#0f1317")

# class: (size, width of a letter, both in the figure's units)
LETTERS = {"title": (18, 0.64), "label": (15, 0.6), "small": (13, 0.6), "code": (14, 0.61), "fine": (13, 0.61),
           "fn": (14, 0.61)}
SANS = "system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif"
MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"


def style():
    def rules(n):
        lines = [".paper{fill:%s}.ink{fill:%s}.dim{fill:%s}.wire{stroke:%s}.tip{fill:%s}.hatch{stroke:%s}" % (
            PAPER[n], INK[n], DIM[n], DIM[n], DIM[n], PALETTE["free"][2 + 2 * n])]
        for kind, (_, *colours) in PALETTE.items():
            lines.append(".%s{fill:%s;stroke:%s}" % (kind, colours[2 * n], colours[2 * n + 1]))
        return "".join(lines)

    classes = "".join(".%s{font:%s%dpx %s}" % (name, "600 " if name == "title" else "", size,
                                              MONO if name in ("code", "fine", "fn") else SANS)
                      for name, (size, _) in LETTERS.items())
    return "%s%s.wire{fill:none;stroke-width:1.5}.hatch{stroke-width:1}@media(prefers-color-scheme:dark){%s}" % (
        classes, rules(0), rules(1))


def fitting(words, wide, letters="label"):
    """Words, or as many of their letters as @wide has room for."""
    size, factor = LETTERS[letters]
    room = int(wide / (size * factor))
    return words if len(words) <= room else words[:room - 1] + "\u2026"


class Drawing:
    def __init__(self, width, title, description):
        self.width, self.height, self.title, self.description = width, 0, title, description
        self.parts, self.words, self.boxes = [], [], []
        self.text(16, 30, title, "title")

    def grow(self, y):
        self.height = max(self.height, y)

    def text(self, x, y, words, letters="label", anchor="start", dim=False, run=False):
        size, factor = LETTERS[letters]
        wide = len(words) * size * factor
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
        self.words.append((left, y - size * 0.8, left + wide, y + size * 0.22, words))
        self.parts.append('<text x="%g" y="%g" class="%s %s%s"%s>%s</text>' % (
            round(x, 1), round(y, 1), letters, "dim" if dim else "ink", " run" if run else "",
            "" if anchor == "start" else ' text-anchor="%s"' % anchor, escape(words)))
        self.grow(y + 8)

    def box(self, x, y, wide, high, kind, words=None, letters="label", run=False, round_=3):
        """A box, with words in its middle; run: its size or its words are those of this run."""
        self.boxes.append((x, y, x + wide, y + high))
        self.parts.append('<rect x="%g" y="%g" width="%g" height="%g" rx="%g" class="%s%s"%s/>' % (
            round(x, 1), round(y, 1), round(wide, 1), round(high, 1), round_, kind, " run" if run else "",
            ' stroke-dasharray="4 3"' if kind == "free" else ""))
        if words:
            self.text(x + wide / 2, y + high / 2 + LETTERS[letters][0] * 0.35, words, letters, "middle", run=run)
        self.grow(y + high)

    def hatch(self, x, y, wide, high):
        """What nothing may be put into."""
        self.box(x, y, wide, high, "free", round_=0)
        step = 9
        lines, at = [], -high
        while at < wide:
            x0, y0 = max(at, 0), max(-at, 0)
            run = min(high - y0, wide - x0)
            if run > 1:
                lines.append("M%g %gl%g %g" % (x + x0, y + y0, run, run))
            at += step
        self.parts.append('<path class="hatch" d="%s"/>' % "".join(lines))

    def wire(self, *points, arrow=True):
        """A line through points, with a tip at its end."""
        self.parts.append('<path class="wire" d="M%s"/>' % "L".join("%g %g" % (round(x, 1), round(y, 1)) for x, y in points))
        if not arrow:
            return
        (x0, y0), (x1, y1) = points[-2:]
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1
        dx, dy = (x1 - x0) / length, (y1 - y0) / length
        self.parts.append('<path class="tip" d="M%g %gL%g %gL%g %gz"/>' % (
            round(x1, 1), round(y1, 1), round(x1 - 8 * dx + 4 * dy, 1), round(y1 - 8 * dy - 4 * dx, 1),
            round(x1 - 8 * dx - 4 * dy, 1), round(y1 - 8 * dy + 4 * dx, 1)))

    def legend(self, y, *kinds):
        """What the colours mean; the y behind it."""
        x = 16
        for kind in kinds:
            name = PALETTE[kind][0]
            wide = 24 + len(name) * LETTERS["small"][0] * LETTERS["small"][1] + 12
            if x + wide > self.width:
                x, y = 16, y + 22
            self.box(x, y - 11, 16, 13, kind)
            self.text(x + 22, y, name, "small", dim=True)
            x += wide
        self.grow(y + 12)
        return y + 20

    def problems(self):
        """Text that leaves the figure or the box in which it begins, and pairs that lie on each other."""
        found = ["'%s' leaves its box" % words for left, top, right, bottom, words in self.words
                 if any(x0 <= left < x1 < right and y0 <= top and bottom <= y1 for x0, y0, x1, y1 in self.boxes)]
        found += ["'%s' leaves the figure" % words for left, _, right, _, words in self.words
                 if left < 0 or right > self.width]
        for i, (left, top, right, bottom, words) in enumerate(self.words):
            for left2, top2, right2, bottom2, words2 in self.words[i + 1:]:
                if left < right2 and left2 < right and top < bottom2 and top2 < bottom:
                    found.append("'%s' and '%s' lie on each other" % (words, words2))
        return ["%s: %s" % (self.title, words) for words in found]

    def svg(self):
        return document(self.width, self.height + 14, self.title, self.description, "\n".join(self.parts))


def document(width, height, title, description, body):
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" '
            'aria-label=%s>\n<title>%s</title>\n<desc>%s</desc>\n<style>%s</style>\n'
            '<rect class="paper" width="100%%" height="100%%"/>\n%s\n</svg>\n') % (
                width, height, width, height, quoteattr(title), escape(title), escape(description), style(), body)


def below(title, description, *drawings):
    """Drawings one below the other, as one."""
    parts, y = [], 0
    for drawing in drawings:
        parts.append('<g transform="translate(0 %d)">\n%s\n</g>' % (y, "\n".join(drawing.parts)))
        y += round(drawing.height) + 14
    return document(max(drawing.width for drawing in drawings), y, title, description, "\n".join(parts))
