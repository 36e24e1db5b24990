export default {
  part: { classes: "Classes", disposal: "Disposal standards", calendars: "Working calendars" },
  setup: {
    confirm: "Confirm", takenIn: "Taken in.", faults: "Nothing was taken in: {n} faults. Put them right and choose the file again.", file: "File", choose: "Choose a file", notChosen: "none chosen yet", noFile: "Choose a file.",
    line: "Line", column: "Column", reason: "Reason", since: "From {day}", until: "until {day}", standing: { ahead: "Not yet", over: "Ended" },
    counted: "{added} added, {changed} changed, {unchanged} unchanged.", shownSoFar: "{n} shown", shownAll: "{n} in all",
  },
  classes: {
    edition: "Edition", kind: "Kind", search: "Number or name", majors: "Major classes", allMajors: "All major classes", code: "Number", major: "Major class", name: "Class",
    matter: "Incident class", origin: "Origin", noMatch: "No class matches.", none: "This edition has no classes of this kind.", conditions: "Filing conditions and limits",
    originIs: { SEEN: "Standard", INFERRED: "Inferred", CITY: "The city's" },
    originMeans: { SEEN: "Read in the standard.", INFERRED: "Missing in the copy of the standard; inferred from its neighbours.", CITY: "Added by the city." },
    add: "Add a class", addTitle: "Add a class of the city's own ({edition})", addHint: "The edition says which number it gets. A component's incident class comes with it.", added: "“{name}” is added.",
    withdraw: "Withdraw this class", withdrawAsk: "New cases can no longer be of class “{name}”; cases there are stay as they are. Withdraw it?", withdrawn: "“{name}” is withdrawn.",
    importTitle: "Import classes ({edition})", importHint: "CSV or Excel, with the columns of an export. All of it or nothing; the same file again changes nothing.",
  },
  disposal: {
    importTitle: "Import a disposal standard", importHint: "CSV or Excel, with the columns of an export. It becomes a draft and holds once it is published.", noVersions: "There is no disposal standard yet.",
    noneInForce: "No disposal standard is in force.", onlyDefault: "The standard lists no condition for this class: {limit} by default.", defaultLimit: "Limit of what is not listed", defaultIs: "By default {limit}",
    level: { A: "Area class 1", B: "Area class 2", C: "Area class 3", ALL: "All areas" }, class: "Class", condition: "Filing condition", closing: "Closing condition", closingIs: "Closed when: {text}",
    anyKind: "Both kinds", anyEdition: "All editions", search: "Class or condition", count: "{n} conditions", noMatch: "No condition matches.", noConditions: "This version has no conditions.",
  },
  version: {
    list: "Versions", state: { DRAFT: "Draft", PUBLISHED: "Published", SUPERSEDED: "Superseded" }, number: "version {n}", former: "Show {n} superseded",
    publish: "Publish", publishTitle: "Publish “{title}”", publishHint: "It holds from that moment on, in place of the one of its name. Cases already filed keep their version. It cannot be changed any more.", validFrom: "In force from", published: "“{title}” is published.",
    discard: "Discard draft", discardAsk: "Throw the draft “{title}” away? It cannot be brought back.", discarded: "The draft “{title}” is gone.",
    name: "Name", nameHint: "Small letters, figures and hyphens. Versions of one name take each other's place; default holds for the whole city.", title: "Title", taken: "Taken in as the draft “{title}”.", known: "The same as “{title}”: no new version.",
  },
  calendars: {
    importTitle: "Import a calendar", importHint: "CSV, Excel or YAML. It becomes a draft and holds once it is published.", noVersions: "There is no calendar yet.",
    year: "The year", count: "Count a limit", yearBefore: "Year before", yearAfter: "Year after", workingDays: "{n} working days", dayLength: "{length} to a working day",
    kind: { working: "Working day", makeUp: "Make-up day", off: "Day off", holiday: "Holiday" }, guessed: "Public holidays are known until {day}; after that, weekdays are all that is known.", week: "Hours of the week", closed: "closed",
    start: "Start", amount: "Amount", unit: "Unit", go: "Count", due: "{limit}: due", day: "Day", name: "Name", spans: "What counts", nothing: "nothing counts", counted: "That day", total: "So far",
  },
}
