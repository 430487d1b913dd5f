"""Words that are looked for: how a text comes apart into them, which are alike, what a search asks for."""
