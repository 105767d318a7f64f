"""The language packs: a folder of data a language."""
