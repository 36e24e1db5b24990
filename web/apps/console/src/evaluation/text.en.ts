export default {
  title: "Evaluation", schemes: "Schemes", noSchemes: "There are no schemes yet.", league: "League", nobody: "Nobody could be evaluated in this period.",
  object: {
    CITY: "City", DISTRICT: "Districts", STREET: "Streets", COMMUNITY: "Communities", GRID: "Unit grids", BODY: "Bodies", COLLECTOR: "Collectors", ACCEPTOR: "Acceptors",
    SHIFT_LEADER: "Shift leaders", DISPATCHER: "Dispatchers", COMPANY: "Collectors' companies",
  },
  period: { label: "Period", WEEK: "Week", MONTH: "Month", STATISTIC_MONTH: "Statistic month", QUARTER: "Quarter", HALF_YEAR: "Half-year", YEAR: "Year", before: "The period before", after: "The next period", days: "{since} to {last}" },
  against: { label: "Against", BEFORE: "the period before", YEAR_BEFORE: "a year before" },
  rank: "Rank", name: "Name", total: "Score", moved: "Change", grade: "Grade", risen: "up {n}", fallen: "down {n}", same: "the same", fresh: "new", noScore: "no data",
  why: "What the score is made of", whyOf: "What the score of {name} is made of", pick: "Choose a row: its terms, what moved and the cases behind stand here.", points: "{points} of {full} points", formula: "Formula", byHand: "filled in by hand", leftOut: "nothing to go by: left out", before: "before {points}", figures: "Base indicators",
  opens: "{name} {figure}, open its cases", behind: "{figure}: {n} in all", cases: "Cases", noCases: "There are no cases behind it.", times: "counts {n}", group: "{name} · {n}", source: "Source", countedAt: "Counted at {at}",
  bulletin: {
    title: "Bulletins", draft: "Make the bulletin of {period}", drafted: "The bulletin is being made.", none: "There are no bulletins yet.", scheduled: "by the clock",
    making: "How far the bulletin is", take: "Take the bulletin of {period} as {format}",
  },
}
