"""What the pages of gate, desk and ledger share: layout, base style sheet and protective headers."""
