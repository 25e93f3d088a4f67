"""Sequences, Gla sites, masses and numbers of positions; and what a learner may type."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vitamin_k import proteins as science
from vitamin_k.data import load
from vitamin_k.figures.proteins import gla_finder

ALL = science.proteins()
BY_GENE = {each.gene: each for each in ALL}
GLA_COUNTS = {
    "F2": 10,
    "F7": 10,
    "F9": 12,
    "F10": 11,
    "PROC": 9,
    "PROS1": 11,
    "PROZ": 13,
    "GAS6": 11,
}
OSTEOCALCIN, MGP = BY_GENE["BGLAP"], BY_GENE["MGP"]


@pytest.mark.parametrize("of", ALL, ids=BY_GENE)
def test_every_gla_position_is_a_glu_in_both_countings(of):
    sites = load("gla_sites").query("gene == @of.gene")
    assert len(sites) == len(of.gla + of.partial + of.plain)
    for row in sites.itertuples():
        assert of.mature[row.mature_position - 1] == "E"
        assert of.precursor[row.precursor_position - 1] == "E"
        assert of.to_precursor(row.mature_position) == row.precursor_position


@pytest.mark.parametrize("of", ALL, ids=BY_GENE)
def test_the_table_of_proteins_counts_the_sites_that_the_table_of_sites_lists(of):
    counted = load("vitamin_k_proteins").set_index("gene").loc[of.gene, "n_gla"]
    assert counted == len(of.sites)


def test_the_rule_of_the_gla_region_reproduces_the_lists_of_the_blood_proteins():
    scores = {gene: science.window_rule(BY_GENE[gene]) for gene in science.RULE_GENES}
    assert {gene: len(result.found) for gene, result in scores.items()} == GLA_COUNTS
    assert all(result.perfect for result in scores.values())


def test_the_rule_of_the_gla_region_fails_for_osteocalcin_and_mgp():
    assert science.window_rule(OSTEOCALCIN) == science.Score((17, 21, 24), (), (31, 40))
    assert science.window_rule(MGP) == science.Score((2, 37, 41), (48, 52), (5, 8, 11))


def test_measured_list_of_prothrombin_is_the_published_one():
    # Uehara 1999 gives the residues in the order in which they are carboxylated.
    assert set(BY_GENE["F2"].sites) == {26, 25, 16, 29, 20, 19, 14, 32, 7, 6}


def test_a_list_made_by_the_rule_is_never_marked_as_read():
    sites = load("gla_sites")
    by_rule = sites[sites["evidence"].str.startswith("rule")]
    assert set(by_rule["verified"]) == {"computed"}
    assert set(by_rule["gene"]) == set(science.RULE_GENES) - {"F2"}


@pytest.mark.parametrize(
    ("of", "mature", "precursor"),
    [
        (OSTEOCALCIN, (17, 21, 24), (68, 72, 75)),
        (MGP, (2, 37, 41, 48, 52), (21, 56, 60, 67, 71)),
    ],
    ids=["osteocalcin", "MGP"],
)
def test_numbers_of_the_bone_proteins_are_the_published_ones(of, mature, precursor):
    assert of.sites == mature
    assert tuple(map(of.to_precursor, mature)) == precursor
    assert tuple(map(of.to_mature, precursor)) == mature


@pytest.mark.parametrize("of", ALL, ids=BY_GENE)
def test_countings_turn_into_each_other_and_back(of):
    positions = range(1, len(of.mature) + 1)
    assert [of.to_mature(of.to_precursor(p)) for p in positions] == list(positions)
    assert "".join(map(of.residue, positions)) == of.mature


@pytest.mark.parametrize("of", ALL, ids=BY_GENE)
def test_positions_outside_the_chain_are_refused(of):
    for position in (0, -1, len(of.mature) + 1):
        with pytest.raises(ValueError, match="has residues 1 to"):
            of.to_precursor(position)
    for position in (0, len(of.precursor) + 1):
        with pytest.raises(ValueError, match="has residues 1 to"):
            of.to_mature(position)
    with pytest.raises(ValueError, match="is cut off"):
        of.to_mature(of.mature_start - 1)


# --- Masses --------------------------------------------------------------------------------------


@pytest.mark.parametrize("gene", ["BGLAP", "MGP", "GAS6"])
def test_computed_mass_is_that_of_the_database(gene):
    printed = load("sequences").set_index("gene").loc[gene, "database_mass_da"]
    # The database rounds to whole daltons; elements vary by a few parts in a million.
    assert science.mass(BY_GENE[gene].precursor).average == pytest.approx(printed, abs=0.6)


def test_osteocalcin_gains_132_da_with_its_three_gla():
    bare, full = science.mass(OSTEOCALCIN.mature), science.mass(OSTEOCALCIN.mature, 3)
    assert bare.average == pytest.approx(5799.5, abs=0.05)
    assert full.average == pytest.approx(5931.5, abs=0.05)
    assert full.monoisotopic - bare.monoisotopic == pytest.approx(131.9695, abs=1e-4)


def test_one_carboxylation_adds_the_mass_of_carbon_dioxide():
    added = science.carboxylation_mass()
    assert added.average == pytest.approx(44.01, abs=0.005)
    assert added.monoisotopic == pytest.approx(43.98983, abs=1e-5)


@given(st.text("ACDEFGHIKLMNPQRSTVWY", min_size=1, max_size=60), st.data())
def test_a_bond_costs_one_water_and_a_gla_brings_one_carbon_dioxide(sequence, data):
    cut = data.draw(st.integers(0, len(sequence)))
    n_gla = data.draw(st.integers(0, sequence.count("E")))
    whole = science.mass(sequence, n_gla).average
    assert whole == pytest.approx(science.mass(sequence[::-1], n_gla).average)
    added = whole - science.mass(sequence).average
    assert added == pytest.approx(n_gla * science.carboxylation_mass().average, abs=1e-6)
    if 0 < cut < len(sequence):
        parts = science.mass(sequence[:cut]).average + science.mass(sequence[cut:]).average
        water = 2 * 1.008 + 15.999
        assert parts - science.mass(sequence).average == pytest.approx(water)


@pytest.mark.parametrize(
    ("sequence", "n_gla", "message"),
    [("", 0, "nothing"), ("EXE", 0, "got X"), ("e", 0, "got e"), ("EE", 3, "n_gla")],
)
def test_a_mass_of_no_protein_is_refused(sequence, n_gla, message):
    with pytest.raises(ValueError, match=message):
        science.mass(sequence, n_gla)


# --- What a learner types ------------------------------------------------------------------------

SITES = (17, 21, 24)
UNDERSTOOD = {
    "17": (17,),
    "mature 17": (17,),
    "Mature 17": (17,),
    "precursor 68": (17,),
    "E17": (17,),
    "Glu 17": (17,),
    "residue 17": (17,),
    "17, 21, 24": SITES,
    "17 21 24": SITES,
    "17; 21 and 24": SITES,
    "17+21/24": SITES,
    "precursor 68, 72, 75": SITES,
    "17-18": (17, 18),
    "17 – 18": (17, 18),
    "17 to 18": (17, 18),
    "every E in 1-46": (17, 21, 24, 31, 40),
    "all Glu in mature 1-30": SITES,
    "every Glu in precursor 52-81": SITES,
    "E in 1-30": SITES,
    "each glutamate from 20 to 46": (21, 24, 31, 40),
    "every E": (17, 21, 24, 31, 40),
    "ExxxExC": (17, 21),
    "exxxexc": (17, 21),
    "PLEP": (17,),
    "E x x x E x C": (17, 21),
}


@pytest.mark.parametrize(("typed", "positions"), UNDERSTOOD.items(), ids=UNDERSTOOD)
def test_a_rule_for_osteocalcin_is_understood(typed, positions):
    chosen = science.read_rule(typed, OSTEOCALCIN)
    assert chosen.positions == positions
    letters_first = typed.lower().startswith(("every", "each", "all", "e in", "ex", "e x", "plep"))
    assert chosen.is_rule == letters_first


REFUSED = {
    "": "nothing was typed",
    "68": "Did you count in the precursor",
    "0": "no 0",
    "99999": "residues 1 to 49",
    "precursor 20": "cut off",
    "precursor 4000": "residues 1 to 100",
    "24-17": "Try 17-24",
    "17.5": "“17.5” is not understood",
    "1e9": "“1e9” is not understood",
    "B": "B is no letter of an amino acid",
    "WWWW": "does not occur",
    "xx": "x alone",
    "every E in 1-5": "no Glu between",
    "every E in 17": "needs a stretch",
    "every D in 1-46": "“every” is not understood",
    "every E up to 46": "“up” is not understood",
    "E-x(3)-E": r"“E-x\(3\)-E” is not understood",
    "every E in the bone": "no position was found|not understood",
    "?!": "neither a position nor a pattern",
    "9" * 300: "longer than",
    "__import__('os')": "neither a position nor a pattern",
}


@pytest.mark.parametrize(("typed", "message"), REFUSED.items(), ids=[t[:20] for t in REFUSED])
def test_what_makes_no_sense_is_answered_with_what_would_work(typed, message):
    with pytest.raises(ValueError, match=message):
        science.read_rule(typed, OSTEOCALCIN)


JUNK = st.one_of(
    st.text(max_size=60),
    st.text("0123456789-, ExEMPprecusoamty", max_size=40),
    st.from_regex(r"(every E in |precursor |mature )?[0-9]{1,7}(-[0-9]{1,7})?", fullmatch=True),
)


@given(JUNK, st.sampled_from(ALL))
@example("1-99999", OSTEOCALCIN)
@example("²", OSTEOCALCIN)
@example("١٧", OSTEOCALCIN)
def test_any_text_ends_in_positions_of_the_chain_or_in_words(typed, of):
    try:
        chosen = science.read_rule(typed, of)
    except ValueError as problem:
        assert len(str(problem)) > 20
    else:
        assert chosen.positions
        assert set(chosen.positions) <= set(range(1, len(of.mature) + 1))
        assert chosen.understood


def test_a_typed_thing_that_is_no_text_is_refused():
    with pytest.raises(ValueError, match="type a position"):
        science.read_rule(17, OSTEOCALCIN)


def test_an_unknown_protein_is_answered_with_those_there_are():
    assert science.protein("Osteocalcin") == OSTEOCALCIN
    with pytest.raises(ValueError, match=r"Did you mean Osteocalcin\?.*BGLAP"):
        science.protein("Osteocalzin")


# --- The finder ----------------------------------------------------------------------------------


def test_finder_answers_in_words_and_keeps_the_last_picture_on_nonsense():
    figure = gla_finder()
    figure.set(protein="Osteocalcin", rule="every E in 1-46", show_gla=True)
    assert "finds 3. Picked without being Gla: 31, 40" in figure.finding
    kept = figure.frame
    figure.set(rule="precursor 3")
    assert "cut off" in figure.error
    assert figure.frame == kept
    figure.set(rule="16")
    assert figure.error == ""
    assert "L, leucine. Only Glu can become Gla. The nearest Glu is mature 17" in figure.finding


@pytest.mark.parametrize("of", [OSTEOCALCIN, MGP], ids=["osteocalcin", "MGP"])
def test_finder_tells_each_known_site_apart_by_its_words(of):
    figure = gla_finder()
    for position in of.sites:
        figure.set(protein=of.name, rule=str(position), show_gla=True)
        wanted = "in part: 9 %" if position in of.partial else "It is Gla."
        assert wanted in figure.finding
