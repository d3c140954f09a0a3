"""A PDF as a publisher prints it, word by word at its place: nothing but fpdf2 is needed."""

from fpdf import FPDF

PAGE = (595, 842)
MARGIN = 56


class Press:
    """Sets text in columns, justified or ragged, on pages with heads, feet and notes."""

    def __init__(self, *, columns=1, justify=True, head=""):
        self.pdf = FPDF(unit="pt", format=PAGE)
        self.pdf.set_auto_page_break(False)
        self.columns, self.gap, self.size = columns, 14, 9
        self.justify, self.head = justify, head
        self.width = (PAGE[0] - 2 * MARGIN - self.gap * (columns - 1)) / columns
        self.notes = []  # of the page
        self.page()

    def page(self):
        """Begin a page with its running head and number."""
        self._foot()
        self.pdf.add_page()
        if self.head:
            self.pdf.set_font("Helvetica", size=7)
            self.pdf.text(MARGIN, 30, self.head)
            self.pdf.text(PAGE[0] / 2, 820, str(self.pdf.page))
        self.column, self.top, self.y = 0, 70, 70

    def _foot(self):
        y = 790 - 9 * sum(len(lines) for _, lines in self.notes)
        for number, lines in self.notes:
            self._font(5)
            self.pdf.text(MARGIN, y - 2.5, number)
            self._font(7)
            for line in lines:
                self.pdf.text(MARGIN + 6, y, " ".join(line))
                y += 9
        self.notes = []

    def _font(self, size, style=""):
        self.pdf.set_font("Times", style=style, size=size)

    @property
    def left(self):
        return MARGIN + self.column * (self.width + self.gap)

    @property
    def floor(self):
        return 770 - 9 * sum(len(lines) for _, lines in self.notes)

    def _space(self, height):
        if self.y + height <= self.floor:
            return
        self.column += 1
        self.y = self.top
        if self.column >= self.columns:
            self.page()

    def _lines(self, text, size, style, width):
        self._font(size, style)
        lines, line = [], []
        for word in text.split():
            bare = word.split("\0")[0]
            if line and self.pdf.get_string_width(" ".join([*line, bare])) > width:
                lines.append(line)
                line = []
            line.append(word)
        return [*lines, line]

    def heading(self, text, size, *, across=False):
        """A title in bold; `across` sets it over all columns and begins them anew below it."""
        width = PAGE[0] - 2 * MARGIN if across else self.width
        lines = self._lines(text, size, "B", width)
        self.y += size
        self._space((len(lines) + 3) * size)
        for line in lines:
            self.y += size * 1.2
            self._font(size, "B")
            self.pdf.text(self.left, self.y, " ".join(line))
        self.y += size * 0.4
        self.top = self.y if across else self.top

    def paragraph(self, text, notes=(), *, size=None, style=""):
        """Running text; NUL before a number raises it, and `notes` are set at the page's foot."""
        size = size or self.size
        lines = self._lines(text, size, style, self.width)
        for number, words in notes:
            self.notes.append((number, self._lines(words, 7, "", PAGE[0] - 2 * MARGIN - 6)))
        for place, line in enumerate(lines):
            self._space(size * 1.25)
            self.y += size * 1.25
            self._set(line, size, style, last=place == len(lines) - 1)
        self.y += size * 0.7

    def _set(self, line, size, style, *, last):
        self._font(size, style)
        widths = [self._width(word, size, style) for word in line]
        space = self.pdf.get_string_width(" ")
        if self.justify and not last and len(line) > 1:
            space = (self.width - sum(widths)) / (len(line) - 1)
        x = self.left
        for word, width in zip(line, widths, strict=True):
            bare, _, number = word.partition("\0")
            self._font(size, style)
            self.pdf.text(x, self.y, bare)
            if number:
                raised = x + self.pdf.get_string_width(bare)
                self._font(size * 0.6, style)
                self.pdf.text(raised, self.y - size * 0.35, number)
            x += width + space

    def _width(self, word, size, style):
        bare, _, number = word.partition("\0")
        self._font(size * 0.6, style)
        raised = self.pdf.get_string_width(number)
        self._font(size, style)
        return self.pdf.get_string_width(bare) + raised

    def picture(self, caption):
        """A grey picture and its caption in small print below it."""
        self._space(90)
        from PIL import Image

        self.pdf.image(Image.new("RGB", (8, 8), "grey"), self.left, self.y, self.width, 60)
        self.y += 62
        self.paragraph(caption, size=self.size - 2)

    def table(self, rows, *, ruled):
        """Cells in columns of equal width."""
        self._space(14 * len(rows) + 10)
        step = self.width / len(rows[0])
        self._font(self.size)
        for row in rows:
            for place, cell in enumerate(row):
                if ruled:
                    self.pdf.rect(self.left + place * step, self.y, step, 14)
                self.pdf.text(self.left + place * step + 2, self.y + 10, cell)
            self.y += 14
        self.y += 8

    def bytes(self):
        """The finished document."""
        self._foot()
        return bytes(self.pdf.output())
