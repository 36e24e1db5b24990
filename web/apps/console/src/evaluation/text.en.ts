import definitions from "@/evaluation/definitions/text.en"
import entries from "@/evaluation/entries/text.en"
import results from "@/evaluation/results/text.en"

export default {
  definitions, entries, results,
  ways: { label: "Pages of evaluation", manage: "Running it" },
  title: "Evaluation", schemes: "Schemes", noSchemes: "There are no schemes yet.", league: "League", nobody: "Nobody could be evaluated in this period.",
  object: {
    CITY: "City", DISTRICT: "Districts", STREET: "Streets", COMMUNITY: "Communities", GRID: "Unit grids", BODY: "Bodies", COLLECTOR: "Collectors", ACCEPTOR: "Acceptors",
    SHIFT_LEADER: "Shift leaders", DISPATCHER: "Dispatchers", COMPANY: "Collectors' companies",
  },
  period: { label: "Period", WEEK: "Week", MONTH: "Month", STATISTIC_MONTH: "Statistic month", QUARTER: "Quarter", HALF_YEAR: "Half-year", YEAR: "Year", before: "The period before", after: "The next period", days: "{since} to {last}" },
  against: { label: "Against", BEFORE: "the period before", YEAR_BEFORE: "a year before" },
  rank: "Rank", name: "Name", total: "Score", moved: "Change", grade: "Grade", risen: "up {n}", fallen: "down {n}", same: "the same", fresh: "new", noScore: "no data",
  why: "What the score is made of", whyOf: "What the score of {name} is made of", points: "{points} of {full} points", formula: "Formula", byHand: "filled in by hand", leftOut: "nothing to go by: left out", before: "before {points}", figures: "Base indicators",
  opens: "{name} {figure}, open its cases", behind: "{figure}: {n} in all", cases: "Cases", noCases: "There are no cases behind it.", times: "counts {n}", group: "{name} · {n}", source: "Source", countedAt: "Counted at {at}", running: "not over", sameDays: "The period is not over: it is held against as many days ({days}).",
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
  quality: "Case quality", part: { look: "Second looks", disputes: "Rulings", samplings: "Samplings" },
  look: {
    title: "Second look", nothing: "No drawn case waits for you.", nothingDetail: "What you had a hand in is not given to you.", taken: "Your answers have been taken down.", before: "Before", after: "After", photo: "Photograph {n}", noPhoto: "There is no photograph.",
    "class": "Class", description: "Description", address: "Place", filing: "Filing condition", closing: "Closing condition", words: "Remarks", send: "Send, and take the next", disputes: "What second looks denied", noDisputes: "Nothing waits for a ruling.", rule: "Rule", opinion: "Opinion", ruled: "The ruling has been taken down.",
    question: { CLASS: "The class is right", PLACE: "The place is right", PHOTOS: "The photographs show the spot", BEFORE_AFTER: "Before and after are one spot", RESULT: "It was disposed of in truth", FILING: "It was right to file it" },
    denied: { CLASS: "class not right", PLACE: "place not right", PHOTOS: "photographs do not show the spot", BEFORE_AFTER: "before and after are not one spot", RESULT: "not disposed of in truth", FILING: "should not have been filed" },
    answer: { YES: "Yes", NO: "No", CANNOT_TELL: "Cannot tell" },
  },
  sampling: {
    title: "Samplings of cases", by: "Divided by", much: "How many", share: "Share (%)", size: "Of each stratum", plan: "Plan a sampling of {period}", planned: "The plan is on record; its seed is told when the cases are drawn.", none: "There are no samplings yet.", drawn: "{n} of {of} drawn", drawnNow: "The cases have been drawn.",
    draw: "Draw", notDrawn: "Nothing has been drawn yet.", seed: "Seed", seedDigest: "SHA-256 of the seed", beside: "Also planned for some of these days: {all}", besideOne: "{period} ({at}, {n} drawn)", and: ", ", digest: "SHA-256 of the list", question: "Question", passed: "Passed", failed: "Failed",
    stratum: { BODY: "Bodies", ACCEPTOR: "Acceptors", COLLECTOR: "Collectors", DISTRICT: "Districts", CLASS: "Classes" },
    state: { WAITING: "Waiting", TAKEN: "In hands", DISPUTED: "In dispute", SETTLED: "Settled" },
    tally: { agreed: "Agreed", disagreed: "Disagreed", cannot_tell: "Cannot tell", ruled_right: "Ruled right", ruled_wrong: "Ruled wrong" },
  },
  integrity: {
    title: "Integrity of collectors", note: "Hints are no verdicts: look, and ask.", nobody: "Nobody collected anything in this period.", hints: "Hints", none: "There are no hints.", pick: "Choose a collector: every hint with its cases and photographs stands here.", reports: "Reports", tasks: "Tasks", photoOf: "Photograph of case {number}", ofAll: "{n} of {all} are named",
    kind: { TOO_EVEN: "Too even", TOO_FAST: "Too fast", TOO_SOON: "Too soon", OUTSIDE: "Outside", AWAY: "Away", SAME_PHOTO: "Same photograph", NEVER_DISAGREES: "Never disagrees" },
  },
}
