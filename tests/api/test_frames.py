"""The frames that clients send, against the tables of docs/protocol.md, and everything that is none."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.frames import AGENT_FRAMES, FRAME_LIMIT, TEXT_LIMIT, VISITOR_FRAMES, Rejected, parse
from handoff.errors import Code

# type -> the fields it must have, and those it may have, as in the tables of docs/protocol.md.
VISITOR = {
    "hello": (
        {},
        {
            "token": "secret",
            "lang": "fi-FI",
            "resume": {"conversation": "c1", "after": 0},
            "page": {"url": "https://shop.example/ä", "title": "Kauppa", "referrer": ""},
            "identity": "eyJ.eyJ.sig",
        },
    ),
    "send": ({"cid": "1", "text": "hei"}, {"attachments": ["a1", "a2"]}),
    "choose": ({"cid": "1", "choice": "intent:delivery_time"}, {"seq": 4}),
    "request_human": ({"cid": "1"}, {"skill": "huolto"}),
    "cancel_request": ({"cid": "1"}, {}),
    "leave_contact": (
        {"cid": "1", "kind": "callback"},
        {"name": "Aino", "email": "a@b.fi", "phone": "+358", "text": "soittakaa", "when": "huomenna"},
    ),
    "rate": ({"cid": "1", "score": 5}, {"comment": "kiitos"}),
    "end": ({"cid": "1"}, {}),
    "set_lang": ({"cid": "1", "lang": "pl"}, {}),
    "typing": ({"on": True}, {"conversation": "c1"}),
    "seen": ({"seq": 3}, {"conversation": "c1"}),
    "sync": ({"after": 0}, {"conversation": "c1"}),
}
OWNED = {"cid": "1", "conversation": "c1", "fence": 3}
AGENT = {
    "hello": ({"csrf": "secret"}, {"resume": [{"conversation": "c1", "after": 7}]}),
    "status": ({"cid": "1", "status": "online"}, {}),
    "claim": ({"cid": "1", "conversation": "c1"}, {}),
    "accept": ({"cid": "1", "conversation": "c1"}, {}),
    "decline": ({"cid": "1", "conversation": "c1"}, {}),
    "send": (OWNED | {"text": "hei"}, {"attachments": []}),
    "note": (OWNED | {"text": "vip"}, {"attachments": []}),
    "transfer": (OWNED | {"to": {"agent": "a1"}}, {"note": "puhuu puolaa"}),
    "release": (OWNED | {"to": "bot"}, {}),
    "close": (OWNED, {"outcome": "sold", "verdict": "bot_could"}),
    "typing": ({"conversation": "c1", "on": False}, {}),
    "seen": ({"conversation": "c1", "seq": 3}, {}),
    "sync": ({"conversation": "c1", "after": 3}, {}),
}
TABLE = [
    pytest.param(frames, name, *fields, id=f"{who}-{name}")
    for who, frames, table in (("visitor", VISITOR_FRAMES, VISITOR), ("agent", AGENT_FRAMES, AGENT))
    for name, fields in table.items()
]
every_frame = pytest.mark.parametrize(("frames", "name", "needed", "optional"), TABLE)


def rejected(frames, frame):
    with pytest.raises(Rejected) as refused:
        parse(frames, frame if isinstance(frame, str) else json.dumps(frame))
    return refused.value


def plain(value):
    """A parsed frame as the JSON it came from."""
    return json.loads(value.model_dump_json(exclude_unset=True))


# -- what the tables say ---------------------------------------------------------------------------


@every_frame
def test_it_parses_without_its_optional_fields(frames, name, needed, optional):
    frame = {"type": name, **needed}
    assert plain(parse(frames, json.dumps(frame))) == frame


@every_frame
def test_it_parses_with_its_optional_fields(frames, name, needed, optional):
    frame = {"type": name, **needed, **optional}
    assert plain(parse(frames, json.dumps(frame))) == frame


@every_frame
def test_an_optional_field_may_be_null(frames, name, needed, optional):
    for field in optional:
        assert getattr(parse(frames, json.dumps({"type": name, **needed, field: None})), field) is None


@every_frame
def test_unknown_fields_are_ignored(frames, name, needed, optional):
    frame = {"type": name, **needed, **optional}
    strange = {**frame, "colour": "green", "nested": {"a": [1]}, "__class__": "Frame", "": None}
    assert parse(frames, json.dumps(strange)) == parse(frames, json.dumps(frame))


@every_frame
def test_each_needed_field_is_missed(frames, name, needed, optional):
    for field in needed:
        refused = rejected(frames, {"type": name, **{k: v for k, v in needed.items() if k != field}})
        assert (refused.code, field in refused.detail) == (Code.BAD_FRAME, True)


@every_frame
def test_a_field_of_another_type_is_refused(frames, name, needed, optional):
    for field, value in (needed | optional).items():
        other = "not so" if not isinstance(value, str) else 5
        refused = rejected(frames, {"type": name, **needed, field: other})
        assert refused.code is Code.BAD_FRAME


@pytest.mark.parametrize("frames", [VISITOR_FRAMES, AGENT_FRAMES], ids=["visitor", "agent"])
def test_the_tables_are_complete(frames):
    known = frames.json_schema()["discriminator"]["mapping"]
    assert set(known) == set(VISITOR if frames is VISITOR_FRAMES else AGENT)


# -- values ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["x", "x" * TEXT_LIMIT, "🙂" * TEXT_LIMIT, "\n", "a\0b", " "], ids=len)
def test_a_text_has_up_to_ten_thousand_code_points(text):
    assert parse(VISITOR_FRAMES, json.dumps({"type": "send", "cid": "1", "text": text})).text == text


def test_an_empty_text_is_a_bad_frame():
    assert rejected(VISITOR_FRAMES, {"type": "send", "cid": "1", "text": ""}).code is Code.BAD_FRAME


@pytest.mark.parametrize(
    ("frames", "frame"),
    [
        (VISITOR_FRAMES, {"type": "send", "text": "🙂" * (TEXT_LIMIT + 1)}),
        (VISITOR_FRAMES, {"type": "rate", "score": 1, "comment": "x" * (TEXT_LIMIT + 1)}),
        (VISITOR_FRAMES, {"type": "leave_contact", "kind": "message", "text": "x" * (TEXT_LIMIT + 1)}),
        (AGENT_FRAMES, OWNED | {"type": "send", "text": "x" * (TEXT_LIMIT + 1)}),
        (AGENT_FRAMES, OWNED | {"type": "note", "text": "x" * (TEXT_LIMIT + 1)}),
    ],
)
def test_a_longer_text_is_too_long_and_its_cid_is_told(frames, frame):
    refused = rejected(frames, {**frame, "cid": "mine"})
    assert (refused.code, refused.cid) == (Code.TOO_LONG, "mine")
    assert "x" * 10 not in refused.detail


@pytest.mark.parametrize("cid", ["a", "A-z_09", "x" * 64])
def test_a_cid_is_letters_digits_dashes(cid):
    assert parse(VISITOR_FRAMES, json.dumps({"type": "end", "cid": cid})).cid == cid


@pytest.mark.parametrize("cid", ["", "x" * 65, "a b", "ä", "a\n", "a\0", "a.b", 5, None, ["a"]])
def test_another_cid_is_a_bad_frame_and_is_not_repeated(cid):
    refused = rejected(VISITOR_FRAMES, {"type": "end", "cid": cid})
    assert (refused.code, refused.cid) == (Code.BAD_FRAME, None)


@pytest.mark.parametrize("score", [0, 6, -1, 2.5, "5", True, None])
def test_a_score_is_one_to_five(score):
    assert rejected(VISITOR_FRAMES, {"type": "rate", "cid": "1", "score": score}).code is Code.BAD_FRAME


@pytest.mark.parametrize("seq", [-1, 2**63, 1.5, "1", True])
def test_a_seq_is_a_whole_number_that_a_database_can_hold(seq):
    assert rejected(VISITOR_FRAMES, {"type": "seen", "seq": seq}).code is Code.BAD_FRAME


@pytest.mark.parametrize("fence", [-1, 2**63, "3"])
def test_a_fence_is_one_too(fence):
    frame = {"type": "release", "cid": "1", "conversation": "c1", "fence": fence, "to": "bot"}
    assert rejected(AGENT_FRAMES, frame).code is Code.BAD_FRAME


@pytest.mark.parametrize("conversation", ["", "c\0", "x" * 129])
def test_an_id_that_cannot_be_one_is_refused_before_it_reaches_the_database(conversation):
    frame = {"type": "sync", "after": 0, "conversation": conversation}
    assert rejected(VISITOR_FRAMES, frame).code is Code.BAD_FRAME


@pytest.mark.parametrize(
    ("name", "field", "values"),
    [
        ("status", "status", ["online", "busy", "away"]),
        ("release", "to", ["bot", "queue"]),
        ("close", "verdict", ["needed", "bot_could", "too_late"]),
    ],
)
def test_a_word_of_the_table_passes_and_no_other(name, field, values):
    for value in values:
        parse(AGENT_FRAMES, json.dumps({"type": name, **AGENT[name][0], field: value}))
    assert rejected(AGENT_FRAMES, {"type": name, **AGENT[name][0], field: "other"}).code is Code.BAD_FRAME


# -- what is no frame ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "", "hei", "{", "[]", "[{}]", "null", "5", '"hello"', "{}", "NaN", '{"type":"end",}',
        '{"type":"end"}}', "[" * 100_000, '{"a":' * 50_000, "\ufeff{}", "\0", "9" * 10_000,
        '{"type":"send","cid":"1","text":"\\ud800"}', '{"type":"seen","seq":1e999}', '{"type":"seen","seq":NaN}',
    ],
    ids=lambda text: ascii(text[:20]),
)  # fmt: skip
def test_what_is_no_frame_is_a_bad_frame(text):
    assert rejected(VISITOR_FRAMES, text).code is Code.BAD_FRAME


@pytest.mark.parametrize("name", ["", "Hello", "welcome", "transfer", "hello\0", "x" * 1000, None, 5])
def test_a_type_that_is_none_is_unknown_and_its_cid_is_told(name):
    refused = rejected(VISITOR_FRAMES, {"type": name, "cid": "mine"})
    assert (refused.code, refused.cid) == (Code.UNKNOWN_TYPE, "mine")


def test_a_visitor_cannot_send_what_only_agents_can():
    for name in set(AGENT) - set(VISITOR):
        assert rejected(VISITOR_FRAMES, {"type": name, **AGENT[name][0]}).code is Code.UNKNOWN_TYPE
    for name in set(VISITOR) - set(AGENT):
        assert rejected(AGENT_FRAMES, {"type": name, **VISITOR[name][0]}).code is Code.UNKNOWN_TYPE


def test_the_last_of_two_equal_fields_counts_as_everywhere_in_json():
    assert parse(VISITOR_FRAMES, '{"type":"end","cid":"a","cid":"b"}').cid == "b"


def test_what_is_said_about_a_frame_repeats_nothing_of_it():
    for frame in (
        {"type": "<script>", "cid": "1"},
        {"type": "send", "cid": "<script>", "text": "<script>"},
        {"type": "leave_contact", "cid": "1", "kind": "<script>"},
    ):
        assert "script" not in rejected(VISITOR_FRAMES, frame).detail


jsons = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
names = st.sampled_from(sorted(set(VISITOR) | set(AGENT)))
fields = st.sampled_from(sorted({f for t in (VISITOR, AGENT) for n, o in t.values() for f in {**n, **o}}))
almost = st.builds(
    lambda name, body: json.dumps({"type": name, **body}), names, st.dictionaries(fields, jsons, max_size=6)
)


def refusal(frames, text):
    """How `text` is refused, None where it is a frame. Nothing else may be raised."""
    try:
        parse(frames, text)
    except Rejected as refused:
        return refused
    return None


@pytest.mark.parametrize("frames", [VISITOR_FRAMES, AGENT_FRAMES], ids=["visitor", "agent"])
@given(text=st.text() | jsons.map(json.dumps) | almost)
def test_whatever_comes_is_a_frame_or_rejected(frames, text):
    refused = refusal(frames, text)
    assert refused is None or refused.code in (Code.BAD_FRAME, Code.UNKNOWN_TYPE, Code.TOO_LONG)
    assert refused is None or len(refused.detail) < 200


@pytest.mark.parametrize("frames", [VISITOR_FRAMES, AGENT_FRAMES], ids=["visitor", "agent"])
@given(
    name=names,
    body=st.dictionaries(fields, jsons, max_size=6),
    cid=st.from_regex(r"\A[A-Za-z0-9_-]{1,64}\Z"),
)
def test_a_rejected_frame_is_answered_under_its_own_cid(frames, name, body, cid):
    refused = refusal(frames, json.dumps({"type": name, **body, "cid": cid}))
    assert refused is None or refused.cid == cid


def test_the_largest_frame_is_parsed_or_rejected_like_any_other():
    text = json.dumps({"type": "send", "cid": "1", "text": "x", "attachments": ["y" * 128] * 1900})
    assert len(text) < FRAME_LIMIT
    parse(VISITOR_FRAMES, text)
