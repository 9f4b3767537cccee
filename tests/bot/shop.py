"""A small training_data folder, right in every way, for tests to break in one."""

from __future__ import annotations

from pathlib import Path

NLU = """\
version: "3.1"
nlu:
- intent: greet
  examples: |
    - {hello}
    - {hello} there
- intent: return_policy
  examples: |
    - {returns}
- intent: out_of_scope
  examples: |
    - {joke}
"""

TESTS = """\
version: "3.1"
tests:
- intent: greet
  examples: |
    - {evening}
"""

RESPONSES = """\
version: "3.1"
responses:
  utter_greet:
  - text: "{hello}!"
  utter_return_policy:
  - text: "30."
    buttons:
    - title: "{hello}?"
      payload: "/greet"
"""

TEXTS = """\
texts:
  clarify: "clarify {lang}"
  none_of_these: "none"
  not_helpful: "not helpful"
  talk_to_human: "person"
  nobody_here: "Nobody. {{back}}"
  leave_message: "message"
  callback: "call-back"
  wait: "wait"
  cancel: "cancel"
  waiting_nobody: "They left. {{back}}"
  back_at: "Back {{when}}."
  back_soon: "Back soon."
  service_open: "Here until {{when}}."
  service_closed: "Back {{when}}."
  bot_starting: "starting"
  bot_unavailable: "unavailable"
  asking_person: "asking"
  came_back: "hello again"
  weekdays: [on Mon, on Tue, on Wed, on Thu, on Fri, on Sat, on Sun]
  today: "today"
  tomorrow: "tomorrow"
  at_time: "{{day}} at {{time}}"
  time_format: "%H:%M"
  cannot_answer: "cannot"
  which_one: "which one"
  all_right: "all right"
  always_open: "closed"
  weekdays_short: [Mon, Tue, Wed, Thu, Fri, Sat, Sun]
  hours_line: "{{days}} {{time}}"
"""

INTENTS = """\
vuoro:
  return_policy:
    skill: returns
    starter: 2
    label: {en: Returns, fi: Palautukset}
  greet:
    small_talk: true
    starter: 1
    label: {en: Hello}
  complaint:
    always_human: true
"""

SHOP = """\
shop:
  name: Kaarna
  time_zone: Europe/Helsinki
  hours:
    mon: ["09:00-12:00", "13:00-17:00"]
"""

WORDS = {
    "en": {"hello": "hello", "returns": "can I return it", "joke": "tell a joke", "evening": "good evening"},
    "fi": {"hello": "moi", "returns": "voiko palauttaa", "joke": "kerro vitsi", "evening": "iltaa"},
}


def write_shop(folder: Path) -> Path:
    """Writes the files and returns the folder."""
    for lang, words in WORDS.items():
        (folder / lang).mkdir(parents=True)
        for name, form in (("nlu", NLU), ("tests", TESTS), ("responses", RESPONSES), ("texts", TEXTS)):
            (folder / lang / f"{name}.yml").write_text(form.format(lang=lang, **words))
    (folder / "intents.yml").write_text(INTENTS)
    (folder / "shop.yml").write_text(SHOP)
    return folder


def replace(file: Path, old: str, new: str) -> None:
    """Edits one place of a file, which must be there."""
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
