"""The ten languages of what a source sees: texts in English, and a catalogue of translations for each."""
