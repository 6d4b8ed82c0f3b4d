"""What decides how documents are read: the pipeline, the run, and each source."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

# Raised with every change of what documents become: originals are then read anew.
PIPELINE_VERSION = 5


@dataclass(frozen=True)
class Contract:
    """How a source's documents are to be read; see the model Source."""

    homepage: str = ""
    is_clock_local: bool = False
    timezone: str = ""
    permalink: str = ""
    rules: str = ""


@dataclass(frozen=True)
class Rules:
    """What a run says of all its documents.

    `contracts` are those of the sources that ask for something, by name.
    """

    source: str
    timezone: str
    site_timezone: str
    language: str
    contracts: Mapping[str, Contract] = field(default_factory=dict)


def contract_of(source_digest: str, timezone: str) -> str:
    """Return the SHA-256 (hex) of all that decides what a source's documents become."""
    terms = json.dumps([PIPELINE_VERSION, timezone, source_digest])
    return hashlib.sha256(terms.encode()).hexdigest()
