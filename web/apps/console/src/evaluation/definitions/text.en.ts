export default {
  part: { indicators: "Indicators", schemes: "Schemes" }, find: "Name, key or formula", none: { indicators: "No indicators have been published yet.", schemes: "There are no schemes yet." }, noMatch: "Nothing matches.",
  version: "Version", span: "from {since}, before {until}", never: "never in force", onlyLatest: "Only the latest version can be changed.", edit: "Change", editOf: "Change {name}", editHint: "All indicators are published anew, in force from a day on. Published results stay as they are.", publish: "Publish a version", published: "The version has been published.",
  names: "Names", zh: "Chinese name", en: "English name", from: "In force from", unit: "Written as", units: { PERCENT: "percent", COUNT: "count", POINTS: "points", MINUTES: "minutes", TIMES: "times" }, places: "{n} places", cap: "{most} at most",
  better: "Better", betters: { HIGHER: "higher", LOWER: "lower", NEITHER: "neither" }, usedByIndicators: "Used by indicators", usedBySchemes: "Used by schemes", wrong: "What is wrong in the formula",
  term: "Term", weight: "Points", undefined: "Without data", undefineds: { OUT: "left out, the others share its weight", FULL: "full points", ZERO: "no points" }, bonus: "bonus", assumed: "Assumed:",
  full: "Full mark", coefficient: "Coefficient", groups: "Ranked apart", areaClass: "areas of class {each}", theRest: "whoever is left", parameters: "Parameters", counts: "Counts of its own", distinct: "different values", meaning: "What names mean",
  where: { kind: "kind", class_codes: "classes", sources: "sources", urgencies: "urgency", hours: "hours of the report", weekdays: "weekdays of the report", area_classes: "area classes" },
  take: "Download", upload: "Upload a scheme", uploadHint: "A JSON file, such as one that was downloaded here and changed. It becomes a version in force from a day on.", noJson: "The file is no scheme in JSON.",
}
