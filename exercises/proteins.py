"""Questions of lesson 02. Each right answer is computed from the model or the data."""

from courseware.questions import Choice, Code, Goal, Match, Number, Order, Predict, Several, Wrong
from courseware.style import percent, plain
from vitamin_k import carboxylation as models
from vitamin_k import proteins as science
from vitamin_k.data import load

OSTEOCALCIN = science.protein("BGLAP")
MGP = science.protein("MGP")
_CO2 = science.carboxylation_mass().average
_MODEL = models.model()

# --- Predict -------------------------------------------------------------------------------------

first_to_fall = Predict(
    "proteins.first_to_fall",
    "Warfarin stops the liver from making working clotting factors, all of them at once. "
    "**Two days after one large dose, which one is lowest in the blood?**",
    options=[
        "factor VII",
        "prothrombin, also called factor II",
        "all are equally low",
        "none has fallen yet",
    ],
)

who_lowers_inactive_mgp = Predict(
    "proteins.who_lowers_inactive_mgp",
    "Matrix Gla protein, MGP, sits in artery walls and needs vitamin K. A part of it stays "
    "inactive and shows up in blood. **Which vitamin lowered inactive MGP in trials?**",
    options=["only MK-7, a K2", "only K1", "both", "neither"],
)

# --- 1. One small change -------------------------------------------------------------------------

_N_SITES = len(OSTEOCALCIN.sites)

osteocalcin_mass = Number(
    "proteins.osteocalcin_mass",
    f"Osteocalcin has {_N_SITES} Glu that can become Gla. **How much heavier is it with all "
    f"{_N_SITES}?**",
    answer=science.mass(OSTEOCALCIN.mature, _N_SITES).average
    - science.mass(OSTEOCALCIN.mature).average,
    unit="Da",
    tolerance=0.005,
    because="A mass spectrometer sees such a step, so it can count the Gla of a protein.",
    wrong=[
        Wrong(_CO2, "That is one carboxylation. How many Glu change?"),
        Wrong(
            _N_SITES * (_CO2 + 1.008),
            "You added COOH. One H of the Glu leaves when COOH comes, so the gain is CO2.",
        ),
        Wrong(
            len(OSTEOCALCIN.glutamates()) * _CO2,
            f"That counts all {len(OSTEOCALCIN.glutamates())} Glu. Not each of them becomes Gla.",
        ),
        Wrong(_N_SITES * 12.011, "You added carbon only. Two oxygen atoms come with it."),
    ],
    hints=[
        "Each carboxylation adds one CO2: one carbon and two oxygens.",
        f"The mass of CO2 stands in the table above: {_CO2:.2f} Da.",
    ],
    solution=f"{_N_SITES} × {_CO2:.3f} Da = {_N_SITES * _CO2:.2f} Da.",
)


def _count_glu(sequence, first, last):
    return sequence[first - 1 : last].count("E")


count_glu = Code(
    "proteins.count_glu",
    "Write `count_glu(sequence, first, last)`. **How many Glu, letter E, stand from position "
    "first to position last, both included?** Biologists count from 1, Python from 0. "
    "`text[2:5]` takes the letters with Python numbers 2, 3 and 4. `text.count(letter)` counts.",
    reference=_count_glu,
    cases=[
        {"sequence": "EAEAE", "first": 1, "last": 5},
        {"sequence": "EAAAE", "first": 1, "last": 1},
        {"sequence": "AEEDE", "first": 3, "last": 4},
        {"sequence": science.protein("F2").mature, "first": 1, "last": 46},
        {"sequence": MGP.mature, "first": 2, "last": 41},
    ],
    because="Counting from 1 or from 0 has spoilt many analyses. You now hold both.",
    wrong=[
        Wrong(
            lambda sequence, first, last: sequence[first:last].count("E"),
            "You start one residue too late: position 1 has the Python number 0.",
        ),
        Wrong(
            lambda sequence, first, last: sequence[first - 1 : last - 1].count("E"),
            "The last position is missing: a Python slice stops before its second number.",
        ),
        Wrong(
            lambda sequence, first, last: sequence[first - 1 : last + 1].count("E"),
            "You take one residue too many at the end. A slice stops before its second number, "
            "and counting from 1 has already moved it by one.",
        ),
        Wrong(
            lambda sequence, first, last: sequence.count("E"),
            "You count in the whole sequence. Cut out the stretch first.",
        ),
        Wrong(
            lambda sequence, first, last: sum(c in "ED" for c in sequence[first - 1 : last]),
            "D is aspartate, a shorter relative. Only E becomes Gla.",
        ),
    ],
    hints=[
        "Position `first` has the Python number `first - 1`.",
        "The slice `sequence[first - 1 : last]` holds both ends.",
    ],
    solution=(
        "    def count_glu(sequence, first, last):\n"
        '        return sequence[first - 1 : last].count("E")'
    ),
)

# --- 2. Find the Gla -----------------------------------------------------------------------------

_PRECURSOR_SITES = [MGP.to_precursor(p) for p in MGP.sites if p > 10]
_SHIFT = MGP.mature_start - 1

mgp_numbering = Number(
    "proteins.mgp_numbering",
    f"The mature chain of MGP starts at residue {MGP.mature_start} of the precursor. A paper "
    "names Gla {site}, counted in the precursor. **Which position is it in the mature chain?**",
    answer=lambda site: MGP.to_mature(site),
    tolerance=0.001,
    because="Two papers may name one residue by two numbers. Always ask from where they count.",
    draw={"site": _PRECURSOR_SITES},
    wrong=[
        Wrong(
            lambda site: site - MGP.mature_start,
            "One too small: the first mature residue is number 1, not number 0.",
        ),
        Wrong(
            lambda site: site + _SHIFT,
            "The other way round: the precursor has a front part that the mature chain lacks.",
        ),
        Wrong(lambda site: site, "The front part is cut off, so the numbers must become smaller."),
    ],
    hints=[
        f"Residue {MGP.mature_start} of the precursor is residue 1 of the mature chain.",
        f"So {_SHIFT} residues are cut off.",
    ],
    solution="{site} - " + str(_SHIFT) + " = {answer}.",
)


def _one_rule_finds_all(protein, rule, show_gla):
    """Judge a setting of `figures.proteins.gla_finder`; `show_gla` does not matter."""
    of = science.protein(protein)
    if of.gene not in science.RULE_GENES:
        return False, f"{of.name} is a hard case. Begin with prothrombin."
    try:
        chosen = science.read_rule(rule, of)
    except ValueError as problem:
        return False, f"The rule is not understood: {problem}."
    if not chosen.is_rule:
        return False, "These are single positions. Look for a rule that names a stretch."
    result = science.score(chosen.positions, of)
    if not result.perfect:
        return False, (
            f"Your rule finds {len(result.found)} of {len(of.sites)} Gla and picks "
            f"{len(result.wrong)} residues that are none."
        )
    return True, (
        f"One rule, {len(result.found)} Gla. Now keep it and change the protein: "
        "try factor X, then osteocalcin."
    )


one_rule = Goal(
    "proteins.one_rule",
    "**Type one rule that picks all Gla of prothrombin and nothing else.** A list of positions "
    "does not count.",
    condition=_one_rule_finds_all,
    hints=[
        "Show the Gla. Where in the chain do they stand, and where is the first Glu that is none?",
        "A rule may look like: every E in 5-20. Widen the stretch.",
    ],
    solution=(
        f"every E in {science.GLA_REGION[0]}-{science.GLA_REGION[1]}. The last number may be a "
        "little smaller or larger: between the last Gla and the next Glu anything will do."
    ),
)

_RULE_ONLY = load("gla_sites").query("evidence == 'rule only'")["gene"].nunique()
_NOTHING_NEW = "Nothing new: their lists were made with this very rule."

what_the_fit_shows = Choice(
    "proteins.what_the_fit_shows",
    f"The rule “every Glu in 1-46” fits {len(science.RULE_GENES)} proteins without a miss. For "
    f"{_RULE_ONLY} of them the figure says “list made by the rule”. "
    f"**What does the fit of these {_RULE_ONLY} show?**",
    options=[
        "The rule was tested on them and holds.",
        _NOTHING_NEW,
        "The rule holds for all proteins that need vitamin K.",
        "Vitamin K works better on blood proteins.",
    ],
    answer=_NOTHING_NEW,
    because="Only prothrombin, with its measured list, and the count of factor IX test the rule.",
    wrong=[
        Wrong(
            "The rule was tested on them and holds.",
            "A list that was made with the rule must fit the rule. That is going in a circle.",
        ),
        Wrong(
            "The rule holds for all proteins that need vitamin K.",
            "Look at the two lowest bars of the figure.",
        ),
        Wrong(
            "Vitamin K works better on blood proteins.",
            "The figure counts places in a chain. It does not say how well any of them is filled.",
        ),
    ],
    hints=[
        "Where did the lists of these proteins come from?",
        "Could the fit have failed?",
    ],
    solution="A test must be able to fail. A list made by the rule cannot fail the rule.",
)

_TABLE = load("vitamin_k_proteins").set_index("protein")
_ASKED = [
    "Prothrombin (factor II)",
    "Periostin",
    "Matrix Gla protein (MGP)",
    "TGF-beta-induced protein",
    "Protein C",
]
_UNDISPUTED = [name for name in _ASKED if _TABLE.loc[name, "standing"] == "undisputed"]

undisputed_proteins = Several(
    "proteins.undisputed_proteins",
    "Reviews like to say “seventeen proteins need vitamin K”. **For which of these is Gla "
    "undisputed?**",
    options=_ASKED,
    answer=_UNDISPUTED,
    because="Seventeen counts two proteins in which later work found no Gla.",
    wrong=[
        Wrong("Prothrombin (factor II)", "Its Gla were measured one by one, in people."),
        Wrong("Periostin", "A study of 2015 looked for Gla in it and found none."),
        Wrong(
            "Matrix Gla protein (MGP)",
            "Nobody disputes its Gla, though the human sites were taken over from cattle.",
        ),
        Wrong(
            "TGF-beta-induced protein",
            "A database says Gla, the study of 2015 could not confirm it.",
        ),
        Wrong("Protein C", "It belongs to the blood proteins with a Gla region."),
    ],
    hints=["The table above has a column named standing.", "Two of the five are contested."],
    solution="Undisputed are " + ", ".join(_UNDISPUTED) + ".",
)

# --- 3. The cycle --------------------------------------------------------------------------------

_ROLES = {
    "KH2": "is used up when Gla is made",
    "KO": "is what is left of the vitamin after its work",
    "VKORC1": "brings the vitamin back, until warfarin blocks it",
    "FSP1": "brings K back to work although warfarin is there",
    "GGCX": "adds CO2 to Glu",
}

match_the_cycle = Match(
    "proteins.match_the_cycle",
    "**What does each part of the cycle do?**",
    answer=_ROLES,
    partners=[*sorted(_ROLES.values()), "carries calcium to bone"],
    because="Nothing in this cycle carries calcium anywhere. It changes proteins.",
    wrong=[
        Wrong(("GGCX", "carries calcium to bone"), "It changes a protein. It carries no calcium."),
        Wrong(
            ("VKORC1", _ROLES["FSP1"]),
            "Which of the two arrows gets thin when you move the warfarin slider?",
        ),
        Wrong(("KH2", _ROLES["KO"]), "KH2 is the form before the work, KO the form after it."),
        Wrong(("KO", _ROLES["KH2"]), "KO is the form after the work, KH2 the form before it."),
    ],
    hints=[
        "Follow the purple arrow: where does it start, where does it end?",
        "VKORC1 has two arrows, FSP1 has one beside them.",
    ],
    solution="\n\n".join(f"**{part}** {role}." for part, role in _ROLES.items()),
)

BLOCKED_PERCENT = 95
WANTED_SHARE = 0.5


def _cycle_runs_again(block_percent, bypass_percent, supply):
    """Judge a setting of `figures.proteins.vitamin_k_cycle`."""
    if block_percent < BLOCKED_PERCENT:
        return False, f"Leave the warfarin: it must block {BLOCKED_PERCENT} % or more."
    speeds = models.cycle()
    now = models.cycle_at_rest(speeds, block_percent / 100, bypass_percent / 100, supply)
    share = now.carboxylation / models.cycle_at_rest(speeds).carboxylation
    if share < WANTED_SHARE:
        return False, f"Carboxylation runs at {percent(share)} of normal. Bring it to one half."
    return True, (
        f"Carboxylation runs at {percent(share)}, but each vitamin K makes only {now.uses:.1f} "
        "Gla before it is lost. The cycle is not mended. It is flooded."
    )


flood_the_cycle = Goal(
    "proteins.flood_the_cycle",
    f"Warfarin blocks at least {BLOCKED_PERCENT} % of VKORC1 and stays. **Bring carboxylation "
    f"back to at least {percent(WANTED_SHARE)} of normal.**",
    condition=_cycle_runs_again,
    hints=[
        "Which slider brings more molecules, which one lets them work without VKORC1?",
        "Try a supply of 10 to 50 times the usual, with and without the bypass.",
    ],
    solution=(
        f"With {BLOCKED_PERCENT} % blocked, a bypass of 10 % and 10 times the usual vitamin K "
        "are enough. So is a large supply without any bypass, while a rest of VKORC1 is open."
    ),
)

# --- 4. Warfarin ---------------------------------------------------------------------------------

_BY_RATE = sorted(models.FACTORS, key=_MODEL.half_life_h)
_NAMED = {name: models.FACTOR_NAMES[name] for name in _BY_RATE}

fall_order = Order(
    "proteins.fall_order",
    "Give one dose of 40 mg in the simulator. **In which order do the six reach one half?**",
    items=[_NAMED[name] for name in ("II", "IX", "PC", "PS", "VII", "X")],
    answer=[_NAMED[name] for name in _BY_RATE],
    ends=("fastest", "slowest"),
    because="All lost their supply at the same time. Who is replaced fastest is gone first.",
    wrong=[
        Wrong(
            (_NAMED["VII"], _NAMED["II"]),
            f"Prothrombin is replaced by {percent(_MODEL.turnover_per_h['II'])} an hour, "
            f"factor VII by {percent(_MODEL.turnover_per_h['VII'])}.",
        ),
        Wrong(
            (_NAMED["PC"], _NAMED["IX"]),
            "Protein C, a brake on clotting, goes early: "
            f"{percent(_MODEL.turnover_per_h['PC'])} of it is replaced in an hour.",
        ),
        Wrong((_NAMED["X"], _NAMED["PS"]), "These two are close. Look at their time to one half."),
    ],
    hints=[
        "The line below the figure gives the time to one half for each.",
        "The order is that of the half-lives in blood.",
    ],
    solution=" < ".join(f"{_NAMED[name]} ({_MODEL.half_life_h(name):.0f} h)" for name in _BY_RATE)
    + ": ordered by half-life.",
)


def _vii_low_ii_high(dose_mg, days, vitamin_k, bypass_percent, look_h):
    """Judge a setting of `figures.proteins.warfarin`."""
    run = models.simulate(
        dose_mg, int(days), vitamin_k=vitamin_k, constants=models.with_bypass(bypass_percent / 100)
    )
    now = run.at(look_h)
    seven, two = now["VII"], now["II"]
    if seven >= 0.5:
        return False, f"Factor VII is still at {percent(seven)}. It must be below 50 %."
    if two <= 0.8:
        return False, f"Prothrombin is at {percent(two)} already. Look earlier, or give less."
    return True, (
        f"Factor VII is at {percent(seven)}, prothrombin at {percent(two)}. A clotting test that "
        "feels factor VII is already long. But thrombin, which makes the clot, comes from "
        "prothrombin, and there is plenty."
    )


seven_before_two = Goal(
    "proteins.seven_before_two",
    "**Find a dose and an hour at which factor VII is below 50 % while prothrombin is still "
    "above 80 %.**",
    condition=_vii_low_ii_high,
    hints=[
        "Move the thin line to the first two days.",
        "Try 10 mg a day and look at hour 20 to 28.",
    ],
    solution=(
        "With 10 mg a day, at hour 24 factor VII is at "
        f"{percent(models.simulate(10, 5).at(24)['VII'])} and prothrombin at "
        f"{percent(models.simulate(10, 5).at(24)['II'])}."
    ),
)

_TEST_FIRST = "Factor VII is low already, but prothrombin is still high."

why_the_test_changes_first = Choice(
    "proteins.why_the_test_changes_first",
    "On the second day of warfarin the clotting test is longer. **Why is a person not yet "
    "protected against clots?**",
    options=[
        "Warfarin has not reached the liver yet.",
        _TEST_FIRST,
        "The test measures calcium, not clotting.",
        "Vitamin K from food has undone the effect.",
    ],
    answer=_TEST_FIRST,
    because=(
        "Thrombin is made from prothrombin, which halves in days. A study of 2002 points to the "
        "level of prothrombin for the protection."
    ),
    wrong=[
        Wrong(
            "Warfarin has not reached the liver yet.",
            "It has: in the model factor VII falls within hours of the first dose.",
        ),
        Wrong(
            "The test measures calcium, not clotting.",
            "The test measures the time to a clot. It feels the factors that fall.",
        ),
        Wrong(
            "Vitamin K from food has undone the effect.",
            "Then factor VII would not have fallen either.",
        ),
    ],
    hints=[
        "Look at hour 48 in the simulator: which factors are low, which are not?",
        "Thrombin makes the clot. What is thrombin made from?",
    ],
    solution="The test reacts to the factor that falls first. Protection needs the one that "
    "falls last.",
)

_HALF = _MODEL.half_effect_concentration


def _level(times):
    return 100 * models.carboxylation(times * _HALF, _MODEL)


where_it_settles = Number(
    "proteins.where_it_settles",
    f"At a warfarin level of {_HALF} mg/L carboxylation runs at one half. The level now stays at "
    "{times} times that. **At how many per cent do all factors settle?**",
    answer=_level,
    unit="%",
    tolerance=0.03,
    draw={"times": [3, 4, 5]},
    because="At rest, what is made equals what is lost, so each factor stands at the speed of "
    "carboxylation, whatever its half-life.",
    wrong=[
        Wrong(
            lambda times: 100 * times / (1 + times),
            "That is what is lost. How much is left?",
        ),
        Wrong(
            lambda times: 100 * 0.5**times,
            "{times} times the level does not halve {times} times. Use 1 / (1 + level / "
            "half-effect level).",
        ),
        Wrong(lambda times: 100 / times, "Close to the rule, but at 1 time it would give 100 %."),
    ],
    hints=[
        "The share that is left is about 1 / (1 + level / half-effect level).",
        "Level / half-effect level is {times}.",
    ],
    solution="1 / (1 + {times}), a little more because the enzyme saturates: {answer}.",
)

_PC_ACTIVITY = percent(models.simulate(40, 1).at(46)["PC"])
_ANTIGEN = f"46 hours after 40 mg, protein C antigen is at {_PC_ACTIVITY}."
_MAY_SAY = {
    "Factor VII falls before prothrombin.": True,
    "All factors end at the same level, and we have discovered it.": False,
    _ANTIGEN: False,
    "MK-7 clears arteries in people on warfarin.": False,
    "The level after weeks cannot test the model, because a constant was fitted.": True,
}

what_the_model_may_say = Several(
    "proteins.what_the_model_may_say",
    "**What may we say with this model?**",
    options=list(_MAY_SAY),
    answer=[claim for claim, may in _MAY_SAY.items() if may],
    because="A model has borders. Know them before you quote it.",
    wrong=[
        Wrong(
            "Factor VII falls before prothrombin.",
            "The order follows from the turnover rates, and it was seen in people.",
        ),
        Wrong(
            "All factors end at the same level, and we have discovered it.",
            "One speed for all factors was put in. What is put in cannot be found out.",
        ),
        Wrong(
            _ANTIGEN,
            "Antigen counts inactive protein as well. The model has only active protein.",
        ),
        Wrong(
            "MK-7 clears arteries in people on warfarin.",
            "There are no arteries in the model, and no MK-7 either.",
        ),
        Wrong(
            "The level after weeks cannot test the model, because a constant was fitted.",
            "Look at the column named basis: the level that halves carboxylation is fitted.",
        ),
    ],
    hints=[
        "Go through the table: what could have failed, and did not?",
        "What was put in, what was fitted, what is not in the model at all?",
    ],
    solution="We may say: " + " ".join(claim for claim, may in _MAY_SAY.items() if may),
)

# --- 5. More vitamin K, more carboxylation -------------------------------------------------------

_CHANGE = load("carboxylation").set_index("id")["value"]

k1_beyond_control = Number(
    "proteins.k1_beyond_control",
    f"With K1, inactive MGP fell by {-_CHANGE['mgp_k1_500']:.0f} pmol/L in three years. Without, "
    f"it fell by {-_CHANGE['mgp_k1_control']:.0f}. **By how much more did it fall with K1?**",
    answer=_CHANGE["mgp_k1_control"] - _CHANGE["mgp_k1_500"],
    unit="pmol/L",
    because="A fall that happens without the vitamin as well is not the vitamin's work.",
    wrong=[
        Wrong(
            -_CHANGE["mgp_k1_500"],
            "That is the whole fall. A part of it came without K1, too.",
        ),
        Wrong(
            -_CHANGE["mgp_k1_500"] - _CHANGE["mgp_k1_control"],
            "You added the two. Both fell: take the difference.",
        ),
    ],
    hints=["What would have happened without K1?", "Subtract the fall of the other group."],
    solution=f"{-_CHANGE['mgp_k1_500']:.0f} - {-_CHANGE['mgp_k1_control']:.0f} = "
    f"{plain(_CHANGE['mgp_k1_control'] - _CHANGE['mgp_k1_500'])} pmol/L.",
)

_MARKER = "MK-7 and K1 both lower inactive MGP in blood."

marker_or_outcome = Choice(
    "proteins.marker_or_outcome",
    "**Which sentence do the trials of this section carry?**",
    options=[
        "MK-7 removes calcium from arteries.",
        "Only K2 reaches the tissues outside the liver.",
        _MARKER,
        "Who has less inactive MGP will have fewer heart attacks.",
    ],
    answer=_MARKER,
    because="A marker moved. In one of these trials valve calcium was followed too, and the "
    "groups did not differ.",
    wrong=[
        Wrong(
            "MK-7 removes calcium from arteries.",
            "No trial of this section shows less calcium in an artery.",
        ),
        Wrong(
            "Only K2 reaches the tissues outside the liver.",
            "MGP is made outside the liver, and K1 lowered its inactive form.",
        ),
        Wrong(
            "Who has less inactive MGP will have fewer heart attacks.",
            "None of these figures is a heart attack. A marker is not an outcome.",
        ),
    ],
    hints=["What was measured: a protein in blood, calcium, or a disease?", "Look at the axes."],
    solution="Measured was inactive MGP in blood. It fell with both vitamers.",
)
