"""The questions to print."""

from appointments.booking.questions import ALWAYS, QUESTIONS, questions_for
from appointments.models.choices import Topic


def test_every_topic_has_questions() -> None:
    assert set(QUESTIONS) == set(Topic)
    assert all(len(questions) == 3 for questions in [*QUESTIONS.values(), ALWAYS])


def test_the_topics_come_in_the_order_they_were_ticked_and_every_visit_last() -> None:
    parts = questions_for(["pain", "fatigue", "unknown"])
    assert [str(part.title) for part in parts] == ["Pain", "Fatigue", "At every visit"]


def test_every_question_is_short() -> None:
    asked = [str(question) for questions in [*QUESTIONS.values(), ALWAYS] for question in questions]
    assert [question for question in asked if len(question.split()) > 14 or not question.endswith("?")] == []
