"""Sourced tables shipped with the package: facts about the world, each row with its source and its status."""
