"""Lengths that say little of what is inside: Padmé (PURBs, Nikitin and others, 2019), and a floor."""


def padme(length: int) -> int:
    """The padded length: at most 12% more, and only about log log n bits of the size still show."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    kept_bits = exponent.bit_length()
    mask = (1 << (exponent - kept_bits)) - 1
    return (length + mask) & ~mask


def padded_length(length: int, *, floor: int) -> int:
    """The padded length, and never less than `floor`."""
    return padme(max(length, floor))
