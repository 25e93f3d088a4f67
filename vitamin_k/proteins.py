"""Proteins that need vitamin K: sequences, Gla sites, masses and the two ways to count positions.

**Glu** (glutamate, one-letter code E) is an amino acid. **Gla** (gamma-carboxyglutamate) is a Glu
that vitamin K has helped to give one more carbon dioxide. Biologists count the residues of a
protein in two ways: in the **precursor**, the chain as it is first made, and in the **mature**
chain, after its front part has been cut off.
"""

import difflib
import functools
import re
from dataclasses import dataclass

from vitamin_k.data import load

WATER = {"h": 2, "o": 1}
CARBON_DIOXIDE = {"c": 1, "o": 2}
GLA_REGION = (1, 46)
# PROSITE PS00011 states the rule for these; the other proteins of the course do not follow it.
RULE_GENES = ("F2", "F7", "F9", "F10", "PROC", "PROS1", "PROZ", "GAS6")
LONGEST_RULE = 200
EXAMPLES = "17, precursor 68, 17 21 24, every E in 1-46, or a pattern such as ExxxExC"
# "every E in 1-46", "all Glu", and "E in 1-46"
_EVERY = re.compile(
    r"(?:(?:every|all|each)\s+(?:e|glu|glutamates?)\b|(?:e|glu|glutamates?)\s+(?=in\b))(.*)",
    re.IGNORECASE,
)
DASHES = str.maketrans({"\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{MINUS SIGN}": "-"})


@dataclass(frozen=True)
class Protein:
    """One protein; see `protein`.

    Parameters
    ----------
    gene, name : str
        Gene symbol and the name used in the course.
    precursor : str
        Sequence of the precursor in one-letter code.
    mature_start, mature_end : int
        First and last residue of the mature chain, counted in the precursor from 1.
    gla, partial, plain : tuple of int
        Mature positions of Glu that become Gla fully, in part, and reported not to.
    """

    gene: str
    name: str
    precursor: str
    mature_start: int
    mature_end: int
    gla: tuple[int, ...]
    partial: tuple[int, ...]
    plain: tuple[int, ...]

    @property
    def mature(self):
        """Sequence of the mature chain."""
        return self.precursor[self.mature_start - 1 : self.mature_end]

    @property
    def sites(self):
        """Mature positions of all Gla, those made in part included."""
        return tuple(sorted(self.gla + self.partial))

    def to_mature(self, precursor_position):
        """Turn a position in the precursor into one in the mature chain.

        Parameters
        ----------
        precursor_position : int
            Counted from 1.

        Returns
        -------
        int
            Counted from 1.

        Raises
        ------
        ValueError
            If the residue is not part of the mature chain.
        """
        first, last = self.mature_start, self.mature_end
        if not 1 <= precursor_position <= len(self.precursor):
            raise ValueError(
                f"the precursor of {self.name} has residues 1 to {len(self.precursor)}, "
                f"so there is no {precursor_position}"
            )
        if not first <= precursor_position <= last:
            raise ValueError(
                f"residue {precursor_position} of the precursor of {self.name} is cut off: the "
                f"mature chain is precursor {first} to {last}"
            )
        return precursor_position - first + 1

    def to_precursor(self, mature_position):
        """Turn a position in the mature chain into one in the precursor.

        Parameters
        ----------
        mature_position : int
            Counted from 1.

        Returns
        -------
        int
            Counted from 1.

        Raises
        ------
        ValueError
            If the mature chain has no such residue; the message says what may have been meant.
        """
        length = len(self.mature)
        if 1 <= mature_position <= length:
            return mature_position + self.mature_start - 1
        hint = ""
        if self.mature_start <= mature_position <= self.mature_end:
            other = mature_position - self.mature_start + 1
            hint = (
                f". Did you count in the precursor? Precursor {mature_position} is mature {other}"
            )
        raise ValueError(
            f"the mature chain of {self.name} has residues 1 to {length}, so there is no "
            f"{mature_position}{hint}"
        )

    def residue(self, mature_position):
        """Return the one-letter code at a mature position; errors as in `to_precursor`."""
        return self.precursor[self.to_precursor(mature_position) - 1]

    def glutamates(self, first=1, last=None):
        """Return the mature positions of all Glu from `first` to `last`, both included.

        Parameters
        ----------
        first, last : int
            Mature positions; without `last` to the end of the chain.

        Returns
        -------
        tuple of int
        """
        last = len(self.mature) if last is None else last
        return tuple(
            position
            for position, letter in enumerate(self.mature, start=1)
            if letter == "E" and first <= position <= last
        )


@functools.cache
def protein(gene):
    """Give one of the ten proteins whose sequence the course holds.

    Parameters
    ----------
    gene : str
        Gene symbol or name, for example ``"BGLAP"`` or ``"Osteocalcin"``.

    Returns
    -------
    Protein
        From the tables `sequences`, `gla_sites` and `vitamin_k_proteins`.

    Raises
    ------
    ValueError
        If there is no such protein; the message lists those there are.
    """
    sequences = load("sequences").set_index("gene")
    names = load("vitamin_k_proteins").set_index("gene")["protein"][sequences.index]
    genes = dict(zip(names, names.index, strict=True)) | {each: each for each in names.index}
    if gene not in genes:
        close = difflib.get_close_matches(str(gene), genes, n=1)
        hint = f" Did you mean {close[0]}?" if close else ""
        raise ValueError(f"no sequence of {gene!r}.{hint} There are {', '.join(names.index)}")
    gene = genes[gene]
    row = sequences.loc[gene]
    sites = load("gla_sites").query("gene == @gene")
    by_kind = {
        kind: tuple(int(p) for p in sites.loc[sites["is_gla"] == kind, "mature_position"])
        for kind in ("yes", "partial", "no")
    }
    return Protein(
        gene=gene,
        name=names[gene],
        precursor=row["sequence"],
        mature_start=int(row["mature_start"]),
        mature_end=int(row["mature_end"]),
        gla=by_kind["yes"],
        partial=by_kind["partial"],
        plain=by_kind["no"],
    )


def proteins():
    """Return the ten proteins with a sequence, in the order of the table."""
    return [protein(gene) for gene in load("sequences")["gene"]]


# --- Masses --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mass:
    """Mass of a molecule, Da.

    Parameters
    ----------
    average : float
        With each element as the natural mixture of its isotopes.
    monoisotopic : float
        With the most common isotope of each element only.
    """

    average: float
    monoisotopic: float


def mass(sequence, n_gla=0):
    """Compute the mass of a chain from its sequence.

    The residues of the chain, one water for its two ends, and one CO2 for each Gla. Sugars,
    phosphates and disulfide bonds are not counted.

    Parameters
    ----------
    sequence : str
        One-letter code, one or more of the twenty amino acids.
    n_gla : int, optional
        How many Glu are carboxylated.

    Returns
    -------
    Mass

    Raises
    ------
    ValueError
        If a letter is no amino acid, or there are more Gla than Glu.
    """
    _require_letters(sequence)
    if not 0 <= n_gla <= sequence.count("E"):
        raise ValueError(
            f"n_gla must be from 0 to {sequence.count('E')}, the number of Glu, got {n_gla}"
        )
    atoms = dict.fromkeys("chnos", 0)
    composition = _compositions()
    for letter in sequence:
        for element, count in composition[letter].items():
            atoms[element] += count
    for part, times in ((WATER, 1), (CARBON_DIOXIDE, n_gla)):
        for element, count in part.items():
            atoms[element] += times * count
    return _mass_of(atoms)


def carboxylation_mass():
    """Return the mass that one carboxylation adds: that of one CO2.

    Returns
    -------
    Mass
    """
    return _mass_of(CARBON_DIOXIDE)


def _mass_of(atoms):
    elements = load("elements").set_index("element")
    return Mass(
        *(
            float(sum(elements[column][name.upper()] * n for name, n in atoms.items()))
            for column in ("average_mass_da", "monoisotopic_mass_da")
        )
    )


@functools.cache
def _compositions():
    table = load("amino_acids").set_index("letter")[list("chnos")]
    return {letter: row.astype(int).to_dict() for letter, row in table.iterrows()}


def _require_letters(sequence):
    wrong = sorted(set(sequence) - set(_compositions()))
    if not sequence or wrong:
        listed = ", ".join(wrong) if wrong else "nothing"
        raise ValueError(
            f"sequence must be of the amino-acid letters {''.join(_compositions())}, got {listed}"
        )


# --- What a learner types ------------------------------------------------------------------------


@dataclass(frozen=True)
class Selection:
    """Positions that a typed rule picks; see `read_rule`.

    Parameters
    ----------
    positions : tuple of int
        Mature positions that the rule names.
    understood : str
        The rule as it was understood, in words.
    is_rule : bool
        Whether it is a rule or a pattern, and not a list of positions.
    """

    positions: tuple[int, ...]
    understood: str
    is_rule: bool = True


def read_rule(text, of):
    """Read a position, a list, a range, a rule or a pattern that a learner typed.

    Understood are ``17``, ``mature 17``, ``precursor 68``, ``17, 21, 24``, ``1-46``,
    ``every E``, ``every Glu in 1-46``, ``every E in precursor 52-100`` and patterns in
    one-letter code, in which x stands for any residue: ``ExxxExC``.

    Parameters
    ----------
    text : str
        What was typed. It is parsed, never evaluated.
    of : Protein
        The protein that it is about.

    Returns
    -------
    Selection
        For a pattern and for ``every E``, the Glu that it picks; else all positions named.

    Raises
    ------
    ValueError
        If it makes no sense for this protein: what was understood, and what would work.
    """
    if not isinstance(text, str):
        raise ValueError(f"type a position or a rule, for example {EXAMPLES}")
    typed = " ".join(text.translate(DASHES).split())
    if not typed:
        raise ValueError(f"nothing was typed. Try {EXAMPLES}")
    if len(typed) > LONGEST_RULE:
        raise ValueError(f"this is longer than {LONGEST_RULE} characters. Try {EXAMPLES}")
    every = _EVERY.fullmatch(typed)
    if every:
        return _every(every[1], of)
    if re.search(r"\d", typed):
        return _named(typed, of)
    return _pattern(typed, of)


def _every(where, of):
    where = re.sub(r"^\s*(?:in|of|from)\b", "", where.strip(), flags=re.I).strip()
    if not where or where.lower() in ("mature", "the mature chain", "mature chain"):
        first, last = 1, len(of.mature)
    else:
        positions, _ = _positions(where, of)
        if len(positions) == 1:
            raise ValueError(
                f"“every Glu” needs a stretch, for example every E in 1-{GLA_REGION[1]}"
            )
        first, last = min(positions), max(positions)
    picked = of.glutamates(first, last)
    if not picked:
        raise ValueError(
            f"there is no Glu between mature {first} and {last} of {of.name}. "
            f"Its first Glu is at {of.glutamates()[0]}"
        )
    return Selection(picked, f"every Glu from mature {first} to {last}")


def _named(typed, of):
    positions, counted = _positions(typed, of)
    if len(positions) == 1:
        (only,) = positions
        where = f"mature {only}, which is precursor {of.to_precursor(only)}"
    else:
        where = f"{len(positions)} positions, from mature {min(positions)} to {max(positions)}"
    if counted == "precursor":
        where += ", counted as precursor"
    return Selection(positions, where, is_rule=False)


def _positions(typed, of):
    """Read numbers and ranges; mature unless the word precursor stands before them."""
    words = re.match(
        r"(?:(mature|precursor|positions?|residues?|glu|e)(?=[\s\d]))?(.*)", typed, re.I
    )
    counted = "precursor" if (words[1] or "").lower() == "precursor" else "mature"
    rest = re.sub(r"(?<=\d)\s*(?:-|\bto\b)\s*(?=\d)", "-", words[2], flags=re.I)
    parts = [part for part in re.split(r"[\s,;/+]+|\band\b", rest) if part]
    found = []
    for part in parts:
        span = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", part)
        if not span:
            raise ValueError(
                f"“{part}” is not understood as a position or a stretch. Try {EXAMPLES}"
            )
        first, last = int(span[1]), int(span[2] or span[1])
        if last < first:
            raise ValueError(f"the stretch {part} runs backwards. Try {last}-{first}")
        # The ends first: a stretch beyond the chain is refused before it is written out.
        found += range(_mature(first, counted, of), _mature(last, counted, of) + 1)
    if not found:
        raise ValueError(f"no position was found in “{typed}”. Try {EXAMPLES}")
    return tuple(sorted(set(found))), counted


def _mature(position, counted, of):
    if counted == "precursor":
        return of.to_mature(position)
    of.to_precursor(position)  # refuses a position that the chain does not have
    return position


def _pattern(typed, of):
    compact = re.sub(r"[\s-]", "", typed)
    if not re.fullmatch(r"[A-Za-z]+", compact):
        raise ValueError(f"“{typed}” is neither a position nor a pattern. Try {EXAMPLES}")
    pattern = compact.upper().replace("X", "x")
    unknown = sorted(set(pattern) - set(_compositions()) - {"x"})
    if unknown:
        raise ValueError(
            f"“{typed}” is read as a pattern, but {', '.join(unknown)} is no letter of an amino "
            f"acid. Try {EXAMPLES}"
        )
    if set(pattern) == {"x"}:
        raise ValueError("a pattern of x alone fits everywhere. Name at least one letter")
    # Looking ahead finds matches that overlap as well.
    regex = re.compile(f"(?=({pattern.replace('x', '.')}))")
    starts = [match.start() + 1 for match in regex.finditer(of.mature)]
    if not starts:
        raise ValueError(
            f"the pattern {pattern} (x is any residue) does not occur in the mature chain of "
            f"{of.name}. Read a few letters off the figure, or try ExxxExC"
        )
    covered = {start + i for start in starts for i in range(len(pattern)) if pattern[i] != "x"}
    picked = tuple(sorted(p for p in covered if of.residue(p) == "E"))
    times = "once" if len(starts) == 1 else f"{len(starts)} times"
    at = ", ".join(map(str, starts[:6])) + (", ..." if len(starts) > 6 else "")
    return Selection(
        picked or tuple(sorted(covered)),
        f"the pattern {pattern}, which occurs {times} (from mature {at})",
    )


# --- How good a rule is --------------------------------------------------------------------------


@dataclass(frozen=True)
class Score:
    """A rule held against the known Gla; see `score`.

    Parameters
    ----------
    found, missed : tuple of int
        Gla that the rule picks, and Gla that it does not.
    wrong : tuple of int
        Picked, but not Gla.
    """

    found: tuple[int, ...]
    missed: tuple[int, ...]
    wrong: tuple[int, ...]

    @property
    def perfect(self):
        """Whether the rule picks all Gla and nothing else."""
        return not self.missed and not self.wrong


def score(positions, of):
    """Hold positions against the known Gla of a protein.

    Parameters
    ----------
    positions : iterable of int
        Mature positions.
    of : Protein
        The protein. A Gla that is made in part counts as Gla.

    Returns
    -------
    Score
    """
    picked, sites = set(positions), set(of.sites)
    return Score(
        tuple(sorted(picked & sites)),
        tuple(sorted(sites - picked)),
        tuple(sorted(picked - sites)),
    )


def window_rule(of, first=GLA_REGION[0], last=GLA_REGION[1]):
    """Apply the rule "every Glu in mature 1-46 becomes Gla".

    PROSITE PS00011 states it for the clotting factors and their kin.

    Parameters
    ----------
    of : Protein
        The protein.
    first, last : int
        Ends of the window, mature positions.

    Returns
    -------
    Score
    """
    return score(of.glutamates(first, last), of)
