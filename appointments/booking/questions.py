"""Questions a patient may want to ask at a visit, for the printed list that leaves room to write below each one.

`QUESTIONS` has three for every topic that can be ticked on the form; `ALWAYS` has three for every visit. They are in
the patient's own voice, and they neither suggest an answer nor promise one.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from appointments.models.choices import Topic

ALWAYS: tuple[StrOrPromise, ...] = (
    _("What happens next, and who does what?"),
    _("What should I watch for, and whom do I call if it happens?"),
    _("When do we look at this again?"),
)

QUESTIONS: dict[Topic, tuple[StrOrPromise, ...]] = {
    Topic.WHAT_IS_SPMS: (
        _("Is my SPMS active or not active, and how do you know?"),
        _("What may the next few years look like for me?"),
        _("What can I do now that is worth the effort?"),
    ),
    Topic.SYMPTOMS: (
        _("Could something other than MS be causing this symptom?"),
        _("Which symptom should we work on first?"),
        _("Which changes should I tell you about right away?"),
    ),
    Topic.CAUSES: (
        _("Do I have signs of inflammation now, or mostly slow change?"),
        _("Could another illness or a medicine be making things worse?"),
        _("Is there a research study that might suit me?"),
    ),
    Topic.DIAGNOSIS: (
        _("What makes you think that it is SPMS, or that it is not?"),
        _("Have other reasons for getting worse been looked for?"),
        _("What would the name SPMS change in my treatment?"),
    ),
    Topic.RELAPSE_OR_PROGRESSION: (
        _("Was this a relapse, an infection, heat or progression?"),
        _("Does it change whether my SPMS is active?"),
        _("Whom do I call next time, and how fast?"),
    ),
    Topic.TREATMENT: (
        _("What are my choices, and what happens if I choose none?"),
        _("Which people should be on my team, and who is my main contact?"),
        _("How will we know if a treatment is working?"),
    ),
    Topic.DISEASE_MODIFYING_THERAPIES: (
        _("Does a medicine that may slow SPMS fit me?"),
        _("What are its risks for me, and which checks would I need?"),
        _("When would we stop it, and what could happen then?"),
    ),
    Topic.PHYSICAL_THERAPY: (
        _("What could make me stronger and steadier?"),
        _("How can I lower my risk of falling?"),
        _("Which exercises are safe for me on a bad day?"),
    ),
    Topic.VACCINES_AND_INFECTIONS: (
        _("Which vaccines do I lack, and when should I have them?"),
        _("How do my medicines change my risk of infection?"),
        _("What should I do when I have a fever?"),
    ),
    Topic.RESEARCH_AND_UNPROVEN_OFFERS: (
        _("Is there a study that fits me?"),
        _("Is a stem cell transplant right or wrong for me, and why?"),
        _("What do you know about this offer that I found?"),
    ),
    Topic.WALKING_AND_FALLS: (
        _("Why do I fall, and which of the reasons can we change?"),
        _("Which aid would help me most, and who fits it?"),
        _("Do my bones need a check?"),
    ),
    Topic.FATIGUE: (
        _("Could something besides MS be making me tired?"),
        _("Which of my medicines can make me sleepy?"),
        _("What could I try first, and for how long?"),
    ),
    Topic.SPASTICITY: (
        _("Could something be making my stiffness worse?"),
        _("Which treatment would fit with my other medicines?"),
        _("What must I never stop suddenly, and what if I run out?"),
    ),
    Topic.PAIN: (
        _("Which kind of pain do I have?"),
        _("What could ease it, and what are the risks?"),
        _("Can I drive or drink alcohol with this medicine?"),
    ),
    Topic.THINKING_AND_MEMORY: (
        _("Can my thinking and memory be tested?"),
        _("Could sleep, mood or a medicine be part of this?"),
        _("Is it still safe for me to drive and to work?"),
    ),
    Topic.SPEECH_AND_SWALLOWING: (
        _("Do I need a test of my swallowing?"),
        _("How can I eat and drink more safely?"),
        _("Can I see a speech and language therapist, and how soon?"),
    ),
    Topic.BLADDER_AND_BOWEL: (
        _("Does my bladder empty fully, and how can we find out?"),
        _("What could help me get through a day or a night?"),
        _("What are the signs of an infection for me?"),
    ),
    Topic.TREMOR_AND_COORDINATION: (
        _("Could something besides MS make me shake?"),
        _("Which aids could help me eat, write and dress?"),
        _("If we try a medicine, how will we judge it?"),
    ),
    Topic.VISION: (
        _("Is this from MS, from the eye or from a medicine?"),
        _("Would a prism, a patch or other glasses help?"),
        _("Do I need eye checks with my MS medicine?"),
    ),
    Topic.HEALTHY_LIVING: (
        _("How much exercise is right for me?"),
        _("Is there any food or supplement that I should avoid?"),
        _("What help is there to stop smoking or lose weight?"),
    ),
    Topic.EMOTIONAL_WELLBEING: (
        _("Could this be depression, or is there another reason?"),
        _("Who could I talk to, and how soon?"),
        _("Could one of my medicines affect my mood?"),
    ),
    Topic.FAMILY_AND_CARERS: (
        _("What can the people close to me do to help?"),
        _("Who can show them how to help me move safely?"),
        _("What support is there for them?"),
    ),
    Topic.SKIN_BONES_AND_CLOTS: (
        _("What is my risk of a fracture, and of a clot?"),
        _("Which cushion and mattress are right for me?"),
        _("Who checks my blood pressure, sugar and weight?"),
    ),
    Topic.SEX_AND_RELATIONSHIPS: (
        _("Could one of my medicines be the reason?"),
        _("Who could I, or we, talk to about it?"),
        _("Is a medicine for this safe for me?"),
    ),
    Topic.PREGNANCY_AND_MENOPAUSE: (
        _("Which of my medicines matter for pregnancy?"),
        _("Which contraception is safe and practical for me?"),
        _("Is this menopause or MS, and what could help?"),
    ),
    Topic.WORK_MONEY_AND_DRIVING: (
        _("What could make my work easier?"),
        _("Is it still safe for me to drive, and must I report my MS?"),
        _("Who can tell me about money that I am entitled to?"),
    ),
    Topic.PLANNING_AHEAD: (
        _("What would you want me to think about early?"),
        _("How do I put in writing what I want?"),
        _("Is there palliative care near me, also at home?"),
    ),
    Topic.URGENT_HELP: (
        _("Which warning signs matter most for me?"),
        _("Whom do I call at night or on a weekend?"),
        _("What should the card in my bag say?"),
    ),
    Topic.PREPARE_FOR_YOUR_VISIT: (
        _("What will happen at the visit, and how long is it?"),
        _("What should I bring, and who may come with me?"),
        _("May I record what you say, or have it in writing?"),
    ),
    Topic.GLOSSARY: (
        _("Can you say that in everyday words?"),
        _("What does this word in my letter mean for me?"),
        _("Can you draw it or show me on my scan?"),
    ),
    Topic.SOURCES: (
        _("How good is the evidence for this treatment?"),
        _("Were the people in the studies like me?"),
        _("Where can I read more that you trust?"),
    ),
}


class TopicQuestions(NamedTuple):
    """The questions on one topic."""

    title: StrOrPromise
    questions: tuple[StrOrPromise, ...]


def questions_for(topics: list[str]) -> list[TopicQuestions]:
    """The questions on these topics, in the order they were ticked, and those for every visit."""
    known = [Topic(value) for value in topics if value in Topic.values]
    return [
        *(TopicQuestions(topic.label, QUESTIONS[topic]) for topic in known),
        TopicQuestions(_("At every visit"), ALWAYS),
    ]
