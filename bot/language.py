"""Which of the site's languages a text is in.

py3langid costs 0.3 s to import and 0.9 s to load once, then about 0.1 ms a text. Over the 1,500 examples of three words
or more in training_data, a margin of 0.7 decides 99 % and is never wrong; 0.6 takes "Hello Kaarna team" for Finnish.
"""

from __future__ import annotations

import re
from functools import cached_property

from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

FEWEST_WORDS = 3
CLEAR_MARGIN = 0.7

# Letters, with single marks such as apostrophes and hyphens between them. What holds a digit, an @, a slash or a dot is
# a code or an address, no word.
_WORD = re.compile(r"[^\w@/]*([^\W\d_]+(?:[^\w@/.,:][^\W\d_]+)*)[^\w@/]*")


class LanguageDetector:
    """handoff.ports.Detector: tells the site's languages apart; says nothing about short or mixed texts.

    `languages` are ISO 639-1 codes; `margin`, 0 to 1, is how far the best must be ahead of the second best. A language
    that py3langid does not know is never detected.
    """

    def __init__(self, languages: tuple[str, ...], margin: float = CLEAR_MARGIN) -> None:
        self._languages = languages
        self._margin = margin

    def detect(self, text: str) -> str | None:
        """The language of `text`, or None when it has too few words or no clear winner."""
        words = _words(text)
        if len(words) < FEWEST_WORDS or self._identifier is None:
            return None
        (best, confidence), (_, runner_up), *_ = self._identifier.rank(" ".join(words))
        return str(best) if confidence - runner_up >= self._margin else None

    def __call__(self, current: str, text: str) -> str:
        """The language to answer `text` in: `current`, unless the text is clearly in another one of ours."""
        return self.detect(text) or current

    def warm(self) -> None:
        """Loads the model now (about a second) instead of with the first text."""
        self.detect("these are words")

    @cached_property
    def _identifier(self) -> LanguageIdentifier | None:
        identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        known = [language for language in self._languages if language in identifier.labels]
        if len(known) <= 1:
            return None
        identifier.set_languages(known)
        return identifier


def _words(text: str) -> list[str]:
    return [match[1] for token in text.split() if (match := _WORD.fullmatch(token))]
