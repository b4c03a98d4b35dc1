"""Written by hand, in English: what people type, what our pages call it, and what may be an emergency.

Words are compared by their stems, so one form of each is enough. American and British spellings need no line here.
"""

# Single words of our pages: what people may type for them. What they type stays findable as it is too.
OUR_WORDS = {
    "fatigue": "tired, exhausted, exhaustion, weary, drained, worn out, no energy, lethargy, lethargic, knackered",
    "spasticity, stiffness, spasms": "stiff, rigid, tight, cramp, clonus, jumping legs, muscle tightness",
    "bladder": "pee, wee, urinate, urination, urine, toilet, incontinence, incontinent, catheterize, retention",
    "bowel": "poo, poop, stool, faeces, feces, constipated, constipation, diarrhoea, toilet, incontinence, incontinent",
    "swallowing": "choke, gag, dysphagia, drooling, dribbling, aspirate",
    "speech": "talking, voice, slurring, slurred, stutter, dysarthria, pronunciation",
    "pain": "ache, hurt, sore, hurting, burning, ms hug, banding, neuralgia, pins and needles, tingling, headache",
    "thinking, memory": "brain fog, cog fog, forget, forgetful, forgetting, concentrate, concentration, attention, "
    "confused, cognition, cognitive, dementia, mind",
    "mood, depression": "sad, anxious, anxiety, crying, hopeless, depressed, lonely, panic, emotions, mental health",
    "relapse": "flare, flare up, attack, exacerbation, episode",
    "physical": "physio, physiotherapy, physiotherapist, pt, rehab",
    "occupational": "ot, adaptations",
    "family, carer": "caregiver, caretaker, husband, wife, partner, spouse, mother, father, mum, mom, dad, sister, "
    "brother, daughter, son, parent, children, relative, loved one",
    "food, diet": "nutrition, eating, vitamin, supplements, weight",
    "exercise": "gym, yoga, pilates, workout, sport, swimming, fitness",
    "medicine": "drug, medication, meds, pill, tablet, prescription, pharmaceutical",
    "modifying": "dmt, disease modifying, slow the disease, immunosuppressant",
    "visit": "appointment, consultation, checkup, check up",
    "walking": "gait, mobility, foot drop, stumbling, limping",
    "balance": "dizzy, dizziness, vertigo, unsteady, falling, falls",
    "tremor": "shaking, shaky, trembling",
    "vision": "eyesight, sight, blurry, blurred, double vision, optic neuritis, seeing, blind",
    "diagnosis": "diagnosed, diagnose, recognise",
    "causes": "reason, genetic, inherited, hereditary",
    "risk, effect": "side effect, adverse, dangers",
    "cure": "curable, reversible, stem cell, hsct",
    "anemia": "low iron, iron",
    "urinary": "cystitis, water infection, kidney infection",
    "CBT": "cognitive behavioural therapy, talking therapy, psychotherapy",
    "cannabis": "marijuana, cbd, sativex, weed, nabiximols",
    "glossary": "dictionary, definitions, meaning, jargon, abbreviations",
    "emergency": "ambulance, urgent, er, accident and emergency, 911, 112, 999",
}

# Each is one or more words. The link to urgent help comes first when all of them are in a query, in any order.
URGENT = (
    "choke, choking, suffocating, breathless, cannot breathe, cant breathe, not breathing, struggling breathe, "
    "short breath, trouble breathing, breathing slowly, stroke, face droop, face drooping, slurred speech, seizure, "
    "convulsion, epileptic, unconscious, collapsed, cannot wake, cant wake, woken, new confusion, suddenly confused, "
    "sepsis, mottled, heart attack, chest pain, overdose, poisoned, bleeding, "
    "suicide, suicidal, kill myself, end my life, want die, wish dead, better off dead, hurt myself, harm myself, "
    "self harm, selfharm, "
    "cannot pee, cant pee, cannot wee, cannot urinate, cant urinate, cannot pass urine, cant pass urine, "
    "saddle numb, sudden blind, suddenly blind, lost sight, lost vision, loss vision, sudden vision, "
    "stopped baclofen, stop baclofen, baclofen withdrawal, run out baclofen, ran out baclofen, missed baclofen, "
    "pump failed, pump alarm, dysreflexia, pounding headache, paralysed, paralyzed, sudden weakness, "
    "emergency, ambulance, 911, 112, 999"
)

# They say nothing alone, and count only when a query has no other word.
FUNCTION_WORDS = (
    "a about all am an and any are as at be because been but by can cannot cant could did do does doing dont for from "
    "get getting had has have having how i if in into is it its just me more my not of on or our should so some than "
    "that the their them then there these they this those to too very was we were what when where which who why will "
    "with would you your "
    # Fillers, which nearly every page has: “tired all the time” asks for tiredness.
    "also always anything again bit constantly day days even ever every everyday everything feels help helps helping "
    "keep keeps kept know lately like lot lots make makes many much need needs never now often ok okay only please "
    "quite really sometimes something still tell thank thanks thing things time times today want wants whole"
)
