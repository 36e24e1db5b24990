"""The numbers of all advisory locks of this program, in one place: of two that were one, each would hold up the other.

Whoever adds a lock takes a number that is not here.
"""

from typing import Final

OUTBOX_RELAY: Final = 0x0C17_1007  # one relay at a time gives positions, so that their order is the order of delivery
PLACING: Final = 0x0C17_1018  # between those who place and those who follow
INVENTORY_IMPORTS: Final = 0x0A5_5E75  # imports are applied one at a time
SURVEY_FINDINGS: Final = 0x5EE_17A5  # findings are written one at a time
TALLY: Final = 0x0C17_1020  # one at a time counts what tiles show from afar
FACTS: Final = 0x0C17_2005  # facts are rewritten one at a time
DEFINITIONS: Final = 0x0C17_2006  # each is judged against what the others have published
HAND_ENTRIES: Final = 0x0C17_2007
SAMPLES: Final = 0x0C17_2008
THRESHOLDS: Final = 0x0C17_2009
SECOND_LOOKS: Final = 0x0C17_200A
LAKE: Final = 0x0C17_200B  # one process at a time writes to the lake
INDICATOR_TREES: Final = 0x0C17_2101
SITES: Final = 0x0C17_2102  # a list of sites takes the place of the one before
