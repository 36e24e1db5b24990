export default {
  phone: "Phone", name: "Caller", wantsAnswer: "Wants an answer", words: "Report", wordsHint: "What is wrong, where, since when", noWords: "(no words)",
  urgency: "Urgency", source: "Source", metres: "{n} m", ago: "{length} ago", beside: "Reasons and similar cases",
  send: "Register", clear: "Clear", clearSure: "What was taken down of this call cannot be brought back.", lost: "Nothing is lost: register again, it will count once.",
  class: { label: "Class", hint: "Name, pinyin initials or code", none: "No class fits" },
  place: {
    label: "Place", hint: "Street and number, community, component code", none: "Nothing found; click the map", known: "Known address", near: "Near: {n} numbers off", street: "Along the street",
    division: "Division",
  },
  component: { near: "Components nearby", taken: "Component", drop: "Drop", none: "No component nearby" },
  map: { label: "Map to choose the place", hint: "Click the ground or a component", nearer: "Click to choose; zoom in for components", failed: "The map could not be read" },
  follows: {
    title: "What follows", grid: "Unit grid", body: "Body", standard: "Standard", needsPlace: "Once the place is chosen", needsClass: "Once the class is chosen",
    needsBoth: "Once class and place are chosen", noBody: "No rule applies; the dispatcher decides.", noStandard: "No disposal standard is in force.", noCondition: "The class has no filing condition; the standard's default holds.",
    closing: "Closes when: {text}", limitNeedsPlace: "Limit once the place is chosen", due: "if dispatched now: {date}", by: "By “{title}”",
  },
  duplicates: { title: "Possible duplicates", needsBoth: "Looked for once class and place are chosen", none: "No open case of this kind nearby in 24 hours" },
  earlier: { title: "Earlier calls from this number" },
  glance: { title: "Case", back: "Back", registered: "Registered", due: "Due", closed: "Closed", open: "Open the case", photo: "Photograph of {moment}" },
  wrong: {
    phone: "A number has digits, blanks, hyphens and perhaps a plus in front: 5 to 20 of them.", class: "Choose a class.", place: "Choose the place: an address, a spot on the map, or a component.",
    outside: "This spot lies outside the city's unit grids.",
  },
  done: {
    title: "Registered. Case number", earlier: "An earlier try had registered it already; it counts once. What was changed since is not in it: add it in the case.", due: "Acceptance due {moment}",
    answer: "The caller wants an answer.", next: "Next caller", open: "Open the case",
  },
}
