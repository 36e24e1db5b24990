export default {
  title: "Outside evaluation", none: "No appraisals yet.", noneDetail: "Load a tree of indicators first, then open an appraisal.", open: "Open an appraisal", opened: "The appraisal is open.", close: "Close", closed: "Closed", "export": "Take the signed result", closedDone: "The appraisal is closed.",
  closeQuestion: { title: "Close this appraisal", text: "Nothing is reported, answered or visited any more, and it cannot be opened again." },
  kind: { SELF: "By the city itself", THIRD_PARTY: "By a third party" }, days: "{since} to {until}", name: "Name", tree: "Tree of indicators", who: "Who appraises", period: "First and last day", noDays: "Choose the days", from: "From", to: "To",
  load: { title: "Load a tree of indicators", hint: "CSV, xlsx or YAML. The documentation tells the columns; the example can be filled up.", key: "Key", name: "Name", from: "In force from", example: "Take the example", done: "{n} indicators" },
  part: { label: "Part", scores: "Scores", sites: "Site visits", questionnaire: "Questionnaire" },
  score: {
    areas: "City and districts", none: "Nothing can be scored.", noScore: "No data", covered: "{n}% of the weight counted", node: "Indicator", figure: "Figure", points: "Points", rate: "Rate", gives: "Of the score", of: "{n} answers", ofStandards: "{n} standards", tooFew: "Too few answers ({n})",
    leftOut: "Left out", tree: "What the score of {name} is made of", note: "A city is held against its own past; areas are not ranked. What has no data is left out, and its weight passes to its siblings.",
  },
  source: { REPORT: "Reported", VISIT: "Site visit", QUESTIONNAIRE: "Questionnaire" },
  report: { evidence: "Photographs it rests on", photo: "Photograph {n}", drop: "Take off", title: "Type in: {name}", figure: "Figure", words: "Where it comes from", hint: "Every change is kept and the last one holds; without a figure it is taken back.", done: "Typed in.", go: "Type in" },
  questionnaire: {
    none: "No questionnaire yet.", open: "Open the questionnaire", opened: "The questionnaire is open.", title: "Title", closes: "Closes", least: "Least number of answers", leastHint: "Below it, no figure is told of a question in a district.", link: "Public link", copy: "Copy the link", copied: "The link is copied.",
    responses: "{n} have answered", questions: "{n} questions", until: "until {at}", ended: "closed at {at}", end: "Close now", endQuestion: { title: "Close the questionnaire now", text: "No more answers are taken; it can be given another end while the appraisal is open." }, moved: "The end has moved.", byArea: "Answers by district", byDay: "Answers by day", copyByHand: "The link is selected: copy it with Ctrl+C or the menu of your browser.",
    move: "Move the end",
  },
  sites: {
    none: "No sites have been drawn.", nothingHere: "There are no sites in your area.", draw: "Draw sites", drawn: "The sites are drawn.", list: "Load the list of sites", listHint: "CSV or xlsx: code, kind, name, area_code, and longitude and latitude if known. Sites it does not name are not drawn any more.", listed: "{added} added, {changed} changed, {unlisted} taken off",
    kind: "Kind of site", count: "In each district", another: "Another kind", reason: "Why they are drawn anew", drawnBy: "Drawn by {name} at {at}", seed: "Seed", pool: "from {n} sites", seedDigest: "SHA-256 of the seed; the seed is told when the appraisal is closed", candidates: "Take the list", shortage: "{area}, {kind}: {wanted} wanted, {found} there",
    state: { DRAWN: "To visit", VISITED: "Visited", GIVEN_UP: "Not visitable", RESERVE: "Reserve" }, progress: "{done} of {all} visited", standsIn: "Stands in", place: "No. {n} of the lot", sites: "Sites", noneOfKind: "Say which kind and how many",
  },
  visit: {
    title: "Visit: {name}", looked: "Looked at", met: "Met", words: "What was found", note: "Remarks", save: "Send what was found", saved: "The visit is recorded.", nothing: "Say of one indicator at least how many standards were looked at.", add: "Take or choose a photograph", added: "The photograph is kept.", photo: "Photograph of {at}",
    giveUp: "Not visitable", why: "Why it cannot be visited", history: "No. {n}, {name}, {at}", away: "{n} m from the site", back: "Back to the sites", before: "Recorded before", giveUpGo: "Send and take another site",
  },
  ask: {
    title: "How content are you?", area: "Your district", choose: "Choose", scale: { 1: "Very content", 2: "Content", 3: "Middling", 4: "Not content", 5: "Not at all content" }, unknown: "Cannot say", send: "Send", anonymous: "Anonymous: neither who you are, nor your address, nor the time is kept.", until: "until {at}",
    ended: "This questionnaire is closed", endedDetail: "Thank you for your interest.", thanks: "Thank you!", thanksDetail: "Your answers to {n} questions have arrived.", noArea: "Choose your district.", noAnswer: "Answer one question at least.", lost: "There is no such questionnaire", again: "You have answered this questionnaire", againDetail: "Each person answers once. Your answers have arrived.", how: "How content are you with the following?", progress: "{n} of {all} answered",
  },
}
