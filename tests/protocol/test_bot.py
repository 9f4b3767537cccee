"""While the conversation is the bot's: answers, questions back, and every way from there to a person."""

from __future__ import annotations

import httpx
import pytest

from tests.bot.servers import SECRET, Behaviour, FaultyServer, answers, hangs, ranking
from tests.protocol.conftest import House, OpenHouse
from tests.protocol.people import BOT, SYSTEM, VISITOR, Visitor
from tests.protocol.timeline import Frame
from tests.protocol.wire import matches

pytestmark = pytest.mark.anyio


@pytest.fixture
def storage() -> None:
    """The embedded one: where things are kept makes no difference here."""


async def reply_to(visitor: Visitor, text: str) -> Frame:
    ack = await visitor.say(text)
    return await visitor.event("message", after=ack["seq"], **BOT)


def said_by_the_bot(visitor: Visitor) -> list[Frame]:
    return [event for event in visitor.events if matches(event, BOT)]


async def moved(visitor: Visitor) -> tuple[str, str, str]:
    """How the conversation left the bot."""
    event = await visitor.event("state", **{"from": "bot"})
    return event["from"], event["to"], event["reason"]


async def test_the_first_command_opens_a_conversation(house: House):
    anna = await house.visitor()
    ack = await anna.say("Where is my order?")
    opened, asked = (await anna.until(lambda: anna.events[1:] and anna.events))[:2]
    assert (opened["kind"], opened["from"], opened["to"], opened["reason"]) == (
        "state",
        None,
        "bot",
        "opened",
    )
    assert (opened["seq"], "cid" in opened) == (1, False)
    assert (asked["seq"], asked["cid"], asked["id"]) == (2, ack["cid"], ack["id"])
    assert asked["author"]["kind"] == "visitor"


async def test_the_bot_answers_what_it_knows_in_the_visitors_language(house: House):
    texts = {}
    for lang, question in {"en": "Where is my order?", "fi": "Missä minun tilaukseni on?"}.items():
        visitor = await house.visitor(lang=lang)
        reply = await reply_to(visitor, question)
        assert reply["lang"] == lang
        texts[lang] = reply["text"]
    assert texts["en"] != texts["fi"]


async def test_two_messages_are_answered_one_after_the_other(house: House):
    anna = await house.visitor()
    house.bot.hesitates()
    first, second = (
        anna.command("send", text="Where is my order?"),
        anna.command("send", text="Can I return these shoes?"),
    )
    anna.conversation = (await first)["conversation"]
    await second
    await house.bot.was_asked("Where is my order?")
    house.bot.makes_up_its_mind()
    await anna.until(lambda: len(said_by_the_bot(anna)) == 2)
    replies = said_by_the_bot(anna)
    assert "track" in replies[0]["text"].lower()
    assert "return" in replies[1]["text"].lower()
    assert house.bot.asked == ["Where is my order?", "Can I return these shoes?"]


async def test_asking_for_a_person_in_words(house: House):
    await house.agent()
    anna = await house.visitor()
    await anna.say("I want to talk to a person")
    assert await moved(anna) == ("bot", "queued", "visitor_asked")


async def test_asking_for_a_person_by_the_button(house: House):
    await house.agent()
    anna = await house.visitor()
    ack = await anna.ask_for_a_person()
    assert await moved(anna) == ("bot", "queued", "visitor_asked")
    queued = await anna.state("queued")
    assert (ack["seq"], ack["id"], queued["cid"]) == (queued["seq"], queued["id"], ack["cid"])


async def test_a_question_out_of_scope_goes_to_people_at_once(house: House):
    await house.agent()
    anna = await house.visitor()
    await anna.say("What is the capital of France?")
    assert await moved(anna) == ("bot", "queued", "out_of_scope")


async def test_a_bot_that_is_not_sure_offers_two_guesses_and_the_chosen_one_is_answered(house: House):
    anna = await house.visitor()
    asked = await reply_to(anna, "Something about my parcel")
    choices = asked["choices"]
    assert len(choices) == 3
    ack = await anna.do("choose", choice=choices[1]["id"], seq=asked["seq"])
    chosen = await anna.event("message", after=asked["seq"], **VISITOR)
    assert (chosen["choice"], chosen["text"], chosen["seq"]) == (
        choices[1]["id"],
        choices[1]["label"],
        ack["seq"],
    )
    answer = await anna.event("message", after=chosen["seq"], **BOT)
    assert "track" in answer["text"].lower()


async def test_none_of_these_goes_to_people(house: House):
    await house.agent()
    anna = await house.visitor()
    asked = await reply_to(anna, "Something about my parcel")
    choices = asked["choices"]
    await anna.do("choose", choice=choices[-1]["id"], seq=asked["seq"])
    assert await moved(anna) == ("bot", "queued", "low_confidence")


async def test_a_second_miss_in_a_row_goes_to_people(house: House):
    await house.agent()
    anna = await house.visitor()
    await reply_to(anna, "Something about my parcel")
    await anna.say("Well, the parcel")
    assert await moved(anna) == ("bot", "queued", "repeated_miss")


async def test_an_answer_between_two_misses_forgives_the_first(house: House):
    await house.agent()
    anna = await house.visitor()
    await reply_to(anna, "Something about my parcel")
    await reply_to(anna, "Where is my order?")
    assert (await reply_to(anna, "Well, the parcel"))["choices"]


async def test_an_answer_that_did_not_help_goes_to_people(house: House):
    await house.agent()
    anna = await house.visitor()
    answer = await reply_to(anna, "Where is my order?")
    choices = answer["choices"]
    unhappy = next(choice["id"] for choice in choices if choice["id"].startswith("vuoro:"))
    await anna.do("choose", choice=unhappy, seq=answer["seq"])
    assert await moved(anna) == ("bot", "queued", "visitor_unhappy")


async def test_an_intent_that_is_always_a_persons_goes_to_people(house: House):
    await house.agent()
    anna = await house.visitor()
    await anna.say("I have a complaint")
    assert await moved(anna) == ("bot", "queued", "always_human")


async def test_a_starter_is_chosen_without_a_message_that_offered_it(house: House):
    anna = await house.visitor()
    starter = anna.welcome["starters"][0]
    ack = await anna.do("choose", choice=starter["id"])
    anna.conversation = ack["conversation"]
    chosen = await anna.event("message", **VISITOR)
    assert (chosen["choice"], chosen["text"]) == (starter["id"], starter["label"])
    await anna.event("message", **BOT)


@pytest.mark.parametrize("choice", ["intent:no_such_intent", "vuoro:wait", "nonsense"])
async def test_a_choice_that_was_not_offered_is_refused_and_opens_nothing(house: House, choice: str):
    anna = await house.visitor()
    assert await anna.refused("choose", choice=choice) in {"wrong_state", "not_found", "bad_frame"}
    assert await anna.refused("choose", choice=choice, seq=1) in {"wrong_state", "not_found", "bad_frame"}
    await anna.drop()
    assert (await anna.come())["conversation"] is None


async def test_a_bot_that_is_down_hands_over(house: House):
    await house.agent()
    house.bot.goes_down()
    anna = await house.visitor()
    assert anna.welcome["bot"] == "down"
    await anna.say("Where is my order?")
    assert await moved(anna) == ("bot", "queued", "bot_unavailable")


async def test_a_bot_that_does_not_answer_in_time_hands_over(open_house: OpenHouse):
    house = await open_house(bot_deadline_seconds=0.2)
    await house.agent()
    house.bot.hesitates()
    anna = await house.visitor()
    await anna.say("Where is my order?")
    assert await moved(anna) == ("bot", "queued", "bot_unavailable")


@pytest.mark.parametrize(
    "behaviour", [hangs(), answers(b"nonsense"), answers(b"{}", "500 Sorry"), answers(ranking())]
)
async def test_whatever_is_wrong_with_rasa_its_client_hands_over(open_house: OpenHouse, behaviour: Behaviour):
    async with FaultyServer() as rasa:
        house = await open_house(bot_url=rasa.address.url, bot_jwt_secret=SECRET, bot_deadline_seconds=0.5)
        await house.agent()
        async with httpx.AsyncClient(base_url=house.service.url, trust_env=False) as http:
            while (await http.get("/health/ready")).json()["bot"] != "ready":
                pass  # it is asked again as soon as it has answered
        rasa.behaviour = behaviour
        anna = await house.visitor()
        await anna.say("Where is my order?")
        assert await moved(anna) == ("bot", "queued", "bot_unavailable")


async def test_while_the_bot_starts_the_visitor_is_told_and_the_question_is_answered_when_it_is_ready(
    house: House,
):
    house.bot.starting()
    anna = await house.visitor()
    assert anna.welcome["bot"] == "starting"
    await anna.say("Where is my order?")
    told = await anna.event("message", **SYSTEM)
    house.bot.becomes_ready()
    answer = await anna.event("message", after=told["seq"], **BOT)
    assert "track" in answer["text"].lower()


async def test_while_the_bot_starts_people_can_be_reached_and_the_kept_question_is_theirs(house: House):
    eeva = await house.agent()
    house.bot.starting()
    anna = await house.visitor()
    await anna.say("Where is my order?")
    await anna.event("message", **SYSTEM)
    await house.with_a_person(anna, eeva)
    house.bot.becomes_ready()
    ack = await eeva.say(anna.conversation, "I have looked it up")
    await anna.until(lambda: anna.timeline(anna.conversation).held >= ack["seq"])
    assert not said_by_the_bot(anna)


async def test_a_person_can_be_reached_while_the_bot_is_down(house: House):
    eeva = await house.agent()
    house.bot.goes_down()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)


async def test_a_reply_that_comes_after_a_person_took_over_is_dropped(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    house.bot.hesitates()
    await anna.say("Where is my order?")
    await house.bot.was_asked("Where is my order?")
    await house.with_a_person(anna, eeva)
    house.bot.makes_up_its_mind()
    ack = await eeva.say(anna.conversation, "A person speaks")
    await anna.event("message", text="A person speaks")
    await anna.sync(anna.conversation)
    assert anna.timeline(anna.conversation).held == ack["seq"]
    assert not said_by_the_bot(anna)


async def test_a_reply_that_comes_after_asking_and_cancelling_is_not_given_twice(house: House):
    await house.agent(online=True, capacity=1)
    anna = await house.visitor()
    house.bot.hesitates()
    await anna.say("Where is my order?")
    await house.bot.was_asked("Where is my order?")
    await anna.ask_for_a_person()
    await anna.state("queued")
    await anna.do("cancel_request")
    back = await anna.state("bot", after=2)
    house.bot.makes_up_its_mind()
    ack = await anna.say("Hello")
    await anna.event("message", after=max(back["seq"], ack["seq"]), **BOT)
    assert len([event for event in said_by_the_bot(anna) if "track" in event["text"].lower()]) <= 1


async def test_the_bot_is_silent_while_the_visitor_waits(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await anna.ask_for_a_person()
    queued = await anna.state("queued")
    await anna.say("Where is my order?")
    await eeva.accepts(anna.conversation)
    human = await anna.state("human")
    between = [e for e in anna.events if queued["seq"] < e["seq"] < human["seq"]]
    assert not [event for event in between if matches(event, BOT)]
    assert house.bot.asked == []


async def test_the_language_follows_three_clear_words(house: House):
    anna = await house.visitor(lang="en")
    assert (await reply_to(anna, "Missä minun tilaukseni on?"))["lang"] == "fi"


@pytest.mark.parametrize("text", ["Order 12345 ABC-77", "Hello"])
async def test_the_language_does_not_follow_codes_and_short_words(house: House, text: str):
    anna = await house.visitor(lang="pl")
    assert (await reply_to(anna, text))["lang"] == "pl"


async def test_a_visitor_chooses_the_language(house: House):
    anna = await house.visitor(lang="en")
    await anna.say("Hello")
    await anna.do("set_lang", lang="pl")
    assert (await reply_to(anna, "Hello"))["lang"] == "pl"


async def test_the_language_is_kept_for_the_next_visit(house: House):
    anna = await house.visitor(lang="en")
    await anna.say("Hello")
    await anna.do("set_lang", lang="fi")
    tab = house.watched(Visitor(house.service.url, "anna again", tallies=anna.tallies))
    tab.token = anna.token
    assert (await tab.come())["lang"] == "fi"


async def test_a_language_that_the_site_does_not_have_is_refused(house: House):
    anna = await house.visitor(lang="tlh")
    assert anna.welcome["lang"] in anna.welcome["langs"]
    await anna.say("Hello")
    assert await anna.refused("set_lang", lang="tlh") in {"bad_frame", "not_found"}


async def test_a_region_does_not_hide_the_language(house: House):
    assert (await house.visitor(lang="fi-FI")).welcome["lang"] == "fi"
