"""Reads what other programs wrote: sheets, exports of peers, mail. Opens no attachment, asks no network."""
