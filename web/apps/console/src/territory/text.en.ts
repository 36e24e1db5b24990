export default {
  map: "Map of the grids", community: "Community", chooseCommunity: "Choose a community to work on first.", noGrids: "This community has no unit grids yet.", grids: "Unit grids", gridsOf: "Unit grids ({count})", chosen: "{count} chosen",
  tool: { label: "Tools", pick: "Choose", CUT: "Cut", MERGE: "Merge", BORDER: "Redraw border", NUMBER: "Renumber", MARK: "Attributes", DUTY: "Duty grid" },
  hint: {
    pick: "Click grids to look at them; take a tool to begin.", CUT: "Choose one grid, then click the points of a line that goes right through it.", MERGE: "Choose two grids or more that touch.",
    BORDER: "Choose two grids that touch, then click the points of their new border.",
    NUMBER: "Choose grids to be numbered anew from west to east, from north to south; their codes are never used again.", MARK: "Choose grids and fill in what they become; what is left empty stays.", DUTY: "Choose one to five grids that touch: they become a new duty grid.",
  },
  line: "Points of the line (longitude, latitude; one to a row)", badLine: "Each row must be: longitude, latitude.", clearLine: "Clear the line", apply: "Do it", undo: "Undo the last step", discard: "Undo all",
  steps: "Steps", step: { CUT: "Cut {grids}", MERGE: "Merge {grids}", BORDER: "Redraw the border of {grids}", NUMBER: "Renumber {grids}", MARK: "Give {grids} other attributes", DUTY: "Form a duty grid of {grids}" },
  mark: { area_level: "Area class", land_use: "Land use", management_level: "Management level" }, level: { A: "Area class 1", B: "Area class 2", C: "Area class 3" },
  outcome: "Outcome", ended: "End", begun: "Begin", area: "{area} m²", nothing: "Nothing has been changed yet.", duty: "The duty grids {codes} end with them.", marked: "Other attributes", begunDuty: "New duty grids", withoutDuty: "Unit grids {codes} lie in no duty grid.",
  areaFaults: "Faults of the whole area", wholeCity: "Look through all grids", wholeCityHint: "In a large city it takes some seconds after each change to the grids.", lookingThrough: "Looking through the grids …", firstFaults: "The first {shown} of {count}: choose a kind, or a smaller area.",
  faults: "Faults", faultKind: "Kind of fault", allFaults: "All faults {count}", showFaults: "Show the faults on the map", noFaults: "No fault was found.", advice: "Advice", must: "To be mended", width: "{width} m wide on average",
  fault: {
    INVALID: "Border crosses itself", OVERLAP: "Overlap", GAP: "Gap", SLIVER: "Sliver", SEVERAL_PARTS: "In several parts", CROSSES_BORDER: "Leaves its community", SIZE: "Far from 10,000 m²", CODE_ORDER: "Number out of order",
  },
  changes: "Changes", noChanges: "There are no changes yet.", title: "Name of the change", saveDraft: "Save as a draft", saved: "Saved as a draft.", submit: "Submit", submitted: "Submitted.", withdraw: "Withdraw", withdrawn: "Withdrawn; it is a draft again.",
  approve: "Approve", refuse: "Refuse", opinion: "Opinion", approved: "Approved: the new grids hold from now on.", refused: "Refused: the grids are as they were.", opened: "Looking at the change: {title}", leave: "Leave the change",
  state: { DRAFT: "Draft", SUBMITTED: "Submitted", APPROVED: "Approved", REFUSED: "Refused" },
  looseEnd: {
    title: "To be decided", none: "Nothing is left to be decided.", remark: "What was decided", settle: "Decided", settled: "Noted as decided.",
    kind: { DUTY_GRID: "Unit grids without a duty grid", COLLECTOR: "A duty grid needs a collector", SEAT: "The area of a seat has ended", RULE: "A rule held for a part of the ground only", COMPONENT: "A component without a grid", PLACE: "A place without a grid" },
  },
}
