"""Credit codes, keys and days made in columns agree with a maintained library and with Python's own calendar."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from graphrisk.simulate.codes import company_names, credit_codes
from graphrisk.simulate.world import first_day, keys, month_number, month_text


@given(st.lists(st.integers(0, 31**6 - 1), min_size=1, max_size=50))
def test_any_number_gives_a_valid_code_of_its_own(numbers: list[int]) -> None:
    codes = credit_codes(numbers)
    assert all(uscc.is_valid(code) for code in codes)
    assert len(set(codes)) == len(set(numbers))


@given(st.lists(st.integers(0, 2**62), min_size=1, max_size=50, unique=True), st.integers(0, 99))
def test_keys_are_letters_and_hex_and_differ(numbers: list[int], seed: int) -> None:
    made = keys("p", numbers, seed)
    assert all(len(k) == 16 and k[0] == "p" and set(k[1:]) <= set("0123456789abcdef") for k in made)
    assert len(set(made)) == len(numbers)
    assert list(made) == list(keys("p", numbers, seed))


@given(st.integers(1990, 2090), st.integers(1, 12))
def test_months_count_as_the_calendar_does(year: int, month: int) -> None:
    number = year * 12 + month - 1
    assert first_day([number])[0].astype(object) == date(year, month, 1)
    assert month_number(first_day([number]))[0] == number
    assert month_text([number])[0] == f"{year:04d}-{month:02d}"


def test_names_differ_for_every_firm_of_a_city() -> None:
    numbers = np.arange(60_000)
    names = company_names(numbers, np.full(len(numbers), "建筑劳务"), np.ones(len(numbers), dtype=bool))
    assert len(set(names)) == len(numbers)
