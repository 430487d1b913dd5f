"""From a document's text to proposed facts, each with the exact place it was read from.

It proposes; officers decide. It never says that something happened, only who said so and where.
"""
