"""What a visitor reads and writes, in the three languages of the shop."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tongue:
    """The labels that a visitor looks for, and what the people of a story say. `{name}` is a first name."""

    lang: str
    opens: str
    write: str
    messages: str
    talk_to_a_person: str
    waiting: str
    joined: str
    ended: str
    rate_well: str
    rate: str
    thanks: str
    leave_message: str
    back: str
    menu: str
    language: str
    download: str
    question: str
    reply: str
    more: str
    goodbye: str


FI = Tongue(
    lang="fi",
    opens="Avaa keskustelu",
    write="Kirjoita viesti",
    messages="Viestit",
    talk_to_a_person="Siirry asiakaspalvelijalle",
    waiting="Odotat asiakaspalvelijaa",
    joined="{name} liittyi keskusteluun",
    ended="{name} päätti keskustelun",
    rate_well="5, erittäin hyvin",
    rate="Lähetä arvio",
    thanks="Kiitos arviostasi! 5/5",
    leave_message="Jätä viesti",
    back="Takaisin avustajalle",
    menu="Lisää",
    language="Suomi",
    download="Lataa keskustelu",
    question="Kuinka kauan toimitus kestää?",
    reply="Hei! Katson heti, missä lähetyksesi on.",
    more="Kiitos, tilausnumeroni on 20317.",
    goodbye="Paketti saapuu huomenna.",
)
PL = Tongue(
    lang="pl",
    opens="Otwórz czat",
    write="Napisz wiadomość",
    messages="Wiadomości",
    talk_to_a_person="Rozmowa z konsultantem",
    waiting="Czekasz na konsultanta",
    joined="{name} dołącza do rozmowy",
    ended="{name} kończy rozmowę",
    rate_well="5, bardzo dobrze",
    rate="Wyślij ocenę",
    thanks="Dziękujemy za ocenę! 5/5",
    leave_message="Zostaw wiadomość",
    back="Wróć do asystenta",
    menu="Więcej",
    language="Polski",
    download="Pobierz rozmowę",
    question="Ile trwa dostawa paczki?",
    reply="Dzień dobry! Już sprawdzam, gdzie jest paczka.",
    more="Dziękuję, numer zamówienia to 20317.",
    goodbye="Paczka dotrze jutro.",
)
EN = Tongue(
    lang="en",
    opens="Open the chat",
    write="Write a message",
    messages="Messages",
    talk_to_a_person="Talk to a person",
    waiting="Waiting for a person",
    joined="{name} joined the chat",
    ended="{name} ended the chat",
    rate_well="5, very well",
    rate="Send the rating",
    thanks="Thank you for your rating! 5/5",
    leave_message="Leave a message",
    back="Back to the assistant",
    menu="More",
    language="English",
    download="Download the conversation",
    question="How long does delivery take?",
    reply="Hello! Let me see where your parcel is.",
    more="Thank you, my order is number 20317.",
    goodbye="It will be with you tomorrow.",
)
