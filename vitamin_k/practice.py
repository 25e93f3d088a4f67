"""A jar to practise on: what the first simulator of the course and its task share."""

CUPS_ML = {"small cup": 100.0, "middle cup": 200.0, "large cup": 250.0}
JAR_ML = 2500.0
GOAL_ML = 1000.0


def water_ml(n_cups, cup, poured_out_ml):
    """Return how much water is in the jar.

    Parameters
    ----------
    n_cups : float
        Cups that are poured in.
    cup : str
        A name in `CUPS_ML`.
    poured_out_ml : float
        What is poured out again, mL.

    Returns
    -------
    float
        Water in the jar, mL.

    Raises
    ------
    ValueError
        If more is poured out than was poured in, or a negative amount.
    """
    poured_in_ml = n_cups * CUPS_ML[cup]
    if not 0 <= poured_out_ml <= poured_in_ml:
        raise ValueError(
            f"only between 0 and {poured_in_ml:,.0f} mL can be poured out of this jar."
        )
    return poured_in_ml - poured_out_ml
