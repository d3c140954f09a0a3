"""The font of every page that Chromium prints here, so that no machine's own fonts decide.

Aileron Regular, in the public domain, comes inside Pillow, which the lock file pins.
"""

import io
from base64 import b64encode
from functools import cache

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from PIL import ImageFont

# what the report needs and Pillow's copy lacks, drawn as another character
DRAWN_AS = {"é": "e", "●": "·", "\u2010": "-"}
POSTSCRIPT_NAME = 6


@cache
def font_faces():
    """The CSS that declares the family Printed; its bold is told from its name, as in any PDF."""
    return "".join(
        f"@font-face{{font-family:Printed;font-weight:{weight};"
        f"src:url(data:font/ttf;base64,{b64encode(_font(name)).decode()})}}"
        for weight, name in (("normal", "Printed-Regular"), ("bold", "Printed-Bold"))
    )


def _font(name):
    font = TTFont(io.BytesIO(ImageFont.load_default(10).font_bytes))
    glyphs, metrics, drawn = font["glyf"], font["hmtx"], font.getBestCmap()
    for letter, like in DRAWN_AS.items():
        glyph, new = drawn[ord(like)], f"uni{ord(letter):04X}"
        glyphs[new], metrics[new] = glyphs[glyph], metrics[glyph]
        for table in filter(CmapSubtable.isUnicode, font["cmap"].tables):
            table.cmap.setdefault(ord(letter), new)
    for record in font["name"].names:
        if record.nameID == POSTSCRIPT_NAME:
            record.string = name
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()
