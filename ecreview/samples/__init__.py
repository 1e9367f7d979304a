"""A seeded, made-up campaign written as faithful platform exports, with planted truths."""
