export default {
  title: "Evaluation", schemes: "Schemes", noSchemes: "There are no schemes yet.", league: "League", nobody: "Nobody could be evaluated in this period.",
  object: {
    CITY: "City", DISTRICT: "Districts", STREET: "Streets", COMMUNITY: "Communities", GRID: "Unit grids", BODY: "Bodies", COLLECTOR: "Collectors", ACCEPTOR: "Acceptors",
    SHIFT_LEADER: "Shift leaders", DISPATCHER: "Dispatchers", COMPANY: "Collectors' companies",
  },
  period: { label: "Period", WEEK: "Week", MONTH: "Month", STATISTIC_MONTH: "Statistic month", QUARTER: "Quarter", HALF_YEAR: "Half-year", YEAR: "Year", before: "The period before", after: "The next period", days: "{since} to {last}" },
  against: { label: "Against", BEFORE: "the period before", YEAR_BEFORE: "a year before" },
  rank: "Rank", name: "Name", total: "Score", moved: "Change", grade: "Grade", risen: "up {n}", fallen: "down {n}", same: "the same", fresh: "new", noScore: "no data",
  why: "What the score is made of", whyOf: "What the score of {name} is made of", points: "{points} of {full} points", formula: "Formula", byHand: "filled in by hand", leftOut: "nothing to go by: left out", before: "before {points}", figures: "Base indicators",
  opens: "{name} {figure}, open its cases", behind: "{figure}: {n} in all", cases: "Cases", noCases: "There are no cases behind it.", times: "counts {n}", group: "{name} · {n}", source: "Source", countedAt: "Counted at {at}",
  bulletin: {
    title: "Bulletins", draft: "Make the bulletin of {period}", drafted: "The bulletin is being made.", none: "There are no bulletins yet.", scheduled: "by the clock",
    making: "How far the bulletin is", take: "Take the bulletin of {period} as {format}",
  },
  view: { label: "View", league: "League", trends: "Trends", heat: "Hours and weekdays", compare: "Two periods", map: "Map" },
  seeing: {
    measure: "Indicator", indicators: "Indicators", base: "Base indicators", yearBefore: "a year before", length: "How many periods", points: "{n} points", nothing: "Nothing has been counted here.", who: "Whose figures", "class": "Class",
    allClasses: "All classes", wholeClass: "all", byReport: "By weekday and hour of the report, in the city's time", heatOf: "{name} by weekday and hour", weekday: "Weekday", sum: "Sum", hour: "{n}:00 to {n}:59", compared: "What is compared",
    of: { figures: "All figures", league: "The league" }, beside: "{period} beside", difference: "Difference", casesOf: "Counts of {period}", because: "What moved most",
  },
  weekday: { 1: "Monday", 2: "Tuesday", 3: "Wednesday", 4: "Thursday", 5: "Friday", 6: "Saturday", 7: "Sunday" },
  own: { title: "My figures", none: "There are no figures of yours.", noneDetail: "Collectors, acceptors, shift leaders and dispatchers find their work here.", rank: "Rank {rank} of {n}", noRank: "Not ranked, {n} are" },
  map: { label: "{name} on the map", by: "Coloured by", legend: "Legend", nearer: "Grids are coloured from near by: zoom in." },
}
