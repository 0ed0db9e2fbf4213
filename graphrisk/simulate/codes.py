"""Credit codes with right check digits (GB 32100-2015, inner GB 11714), and company names that nobody bears."""

from typing import Any

import numpy as np
import numpy.typing as npt

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_OUTER = np.array([pow(3, i, 31) for i in range(17)])
_INNER = np.array([3, 7, 9, 10, 5, 8, 4, 2])
_BRAND = "川岚沐澄峦樾岱沅湛煦荻崧澜岑昀泓珺皓璟嵘铎翊朔芃淳霁曜穹泊渝"
_PLACES = ("北京", "河北", "天津", "山东", "江苏", "河南", "安徽", "四川", "湖北", "浙江")


def credit_codes(numbers: npt.ArrayLike, prefix: str = "91", place: str = "110115") -> npt.NDArray[Any]:
    """One valid code a number (below 31**6)."""
    n = np.asarray(numbers, dtype=np.int64)
    digits = np.empty((len(n), 18), dtype=np.int64)
    digits[:, :8] = [ALPHABET.index(c) for c in prefix + place]
    digits[:, 8:10] = [ALPHABET.index(c) for c in "MA"]
    digits[:, 10:16] = (n[:, None] // 31 ** np.arange(5, -1, -1)) % 31
    value = digits[:, 8:16].copy()
    letters = np.array([ord(c) - 55 if c.isalpha() else int(c) for c in ALPHABET])  # GB 11714 counts A as 10
    inner = (11 - (letters[value] * _INNER).sum(axis=1) % 11) % 11
    digits[:, 16] = np.where(inner == 10, ALPHABET.index("X"), inner)
    digits[:, 17] = (31 - (digits[:, :17] * _OUTER).sum(axis=1) % 31) % 31
    return np.array(list(ALPHABET), dtype="U1")[digits].view("U18").ravel().astype(object)


def company_names(numbers: npt.ArrayLike, trades: npt.ArrayLike, local: npt.ArrayLike) -> npt.NDArray[Any]:
    """A name a number: place, a brand that is different for each number, trade and form."""
    n, size = np.asarray(numbers, dtype=np.int64), len(_BRAND)
    signs = np.array(list(_BRAND), dtype="U1")
    spread = (n * 7919 + 4013) % size**3  # a bijection below size**3; larger numbers get a fourth sign
    brand = np.stack([spread // size**k % size for k in range(3)], axis=1)
    place = np.where(np.asarray(local), _PLACES[0], np.array(_PLACES)[spread % len(_PLACES)])
    fourth = np.where(n < size**3, "", signs[n // size**3 % size])
    named = np.char.add(np.char.add(place, signs[brand].view("U3").ravel()), fourth)
    return np.char.add(np.char.add(named, np.asarray(trades).astype(str)), "有限公司").astype(object)
