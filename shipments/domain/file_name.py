"""The name of a file that somebody sent, made safe to keep, show and send on."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
_UNSAFE = re.compile(r'[<>:"|?*%]')
# Controls, invisible and direction-turning characters, halves of characters, and what no
# standard has assigned: each can make a name look like another.
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def cleaned(name: str, *, endings: tuple[str, ...]) -> str:
    """Keep the last part of a path, without anything hidden, and with an ending that is true.

    :param endings: those of what the file really is, such as ".jpg"; the first is put behind a
        name that has none of them.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(
        " " if unicodedata.category(each) == "Zs" else each
        for each in last
        if unicodedata.category(each) not in _HIDDEN
    )
    plain = " ".join(_UNSAFE.sub("_", shown).split()).rstrip(". ")
    ending = next((each for each in endings if plain.lower().endswith(each)), "")
    stem = plain[: len(plain) - len(ending)].strip(". ") or "file"
    ending = plain[len(plain) - len(ending) :] if ending else endings[0]
    return f"{stem[: LONGEST - len(ending)].rstrip()}{ending}"
