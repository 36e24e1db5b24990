import form from "@/cases/case/form/text.en"

export default {
  ...form,
  title: "Case {number}", back: "Back to the list", missing: "The case was not found", missingDetail: "There is no such case, or your post may not see it.", failed: "The case could not be loaded",
  mark: {
    locked: "Locked", urged: "Urged {n}×", rework: "Rework {n}×", returned: "Returned {n}×", extended: "Extended {n}×", suspended: "Suspended {n}×", reopened: "Reopened {n}×",
    selfDisposed: "Own fix", request: "To be decided: {name}", appealGranted: "Lateness appealed",
  },
  clock: {
    dueOnly: "{stage}: due {due}", left: "{stage}: {length} left, due {due}", leftOnly: "{stage}: {length} left", over: "{stage}: overdue by {length} (was due {due})", paused: "{stage}: clock waits, {length} left",
    pausedOver: "{stage}: clock waits, overdue by {length}", none: "{stage}: no clock", until: "{stage} until {due}", closed: "{stage} {due}", whole: "Whole case: registered {from}, disposal limit {limit}",
    wholeNoLimit: "Whole case: registered {from}", disposalDue: "disposal due {due}", planned: "To be dispatched {due} to {body}",
  },
  diagram: { title: "Stages", here: "Here", next: "May go", visits: "{n}×", late: "late", back: "{verb} {n}×", states: { here: "present stage", past: "been there", next: "may go there", unreached: "not reached" } },
  photos: {
    title: "Before and after", before: "Before", after: "After", none: "No photograph", open: "Enlarge: {name}", seal: "Seal", sha256: "File SHA-256", taken: "Taken", size: "Size",
    device: "Device", place: "Taken at", previous: "Previous", following: "Next", failed: "The photograph could not be loaded", of: "{n} of {all}",
    usage: { BEFORE: "Before", AFTER: "After", NEAR: "Near", FAR: "Far", REFERENCE: "Reference" },
  },
  facts: {
    title: "The case", description: "Description", address: "Address", grid: "Unit grid", duty: "Duty grid", area: "Area level", component: "Component", keeper: "Maintained by", owner: "Owned by", noDescription: "(no description)",
    condition: "Filing condition", closing: "Closing condition", lead: "Lead body", helpers: "Helper bodies", assignee: "Assigned to", source: "Source", registered: "Registered", filed: "Filed", dispatched: "Dispatched",
    signed: "Signed", disposed: "Disposed", closed: "Closed", closingKind: "Closed as", onTime: "on time", late: "late", score: "Satisfaction", limit: "Disposal limit",
  },
  reporter: { title: "Reporter", anonymous: "No name given", wantsAnswer: "Wants an answer", look: "Show number", looked: "This look was recorded." },
  map: { title: "Place", label: "Place of the case, its unit grid and what is near", grid: "Grid {code}", cases: "{n} open cases in view", components: "{n} components" },
  story: {
    title: "History", on: "{who}: {did}. The case went on to {stage}.", back: "{who}: {did}. The case went back to {stage}.", stay: "{who}: {did}.", ofBody: "{who} ({body})", detail: "{name}: {value}",
    photos: "{n}", escalated: "Overdue; brought to the {post}", conditionNumber: "condition no. {n}", none: "Nothing has happened yet.", seal: "Hash of this step {hash}", newestFirst: "Newest first", oldestFirst: "Oldest first",
  },
  stays: { title: "Time at each stage", stage: "Stage", holder: "Held by", arrived: "Arrived", left: "Left", due: "Due", used: "Used", running: "under way", onTime: "on time", late: "late" },
  requests: {
    title: "Requests", none: "No requests.", asked: "{body} asked {at}", reason: "Reason", waits: "waits for the {post}", approved: "Approved by {who}", refused: "Refused by {who}",
    state: { PENDING: "pending", APPROVED: "approved", REFUSED: "refused", WITHDRAWN: "withdrawn", DROPPED: "dropped" },
  },
  urges: { title: "Urges", none: "Nobody has urged.", replyBy: "to be answered by {at}", unanswered: "Not answered yet", reply: "Reply", level: { GENERAL: "Urge", OVERDUE: "Overdue", INSTRUCTION: "Instruction" } },
  tasks: { title: "Verifications and checks", kind: { VERIFY: "Verification", CHECK: "Check" }, sent: "sent {at}, answer due {due}", answered: "answered {at}", out: "no answer yet", drawn: "drawn from {n}; {rested} rested, {excluded} excluded", superseded: "does not count" },
  related: { title: "Related cases", into: "Merged into", merged: "Merged into this case", sameComponent: "Cases of the same component", none: "No related cases." },
  lookalikes: { title: "Possible duplicates", none: "Nothing alike nearby.", distance: "{n} m away", age: "registered {at}", merge: "Merge into this", mine: "This case", same: "same class" },
  change: { theirs: "{who} has just updated this case: {did}", ours: "Done: {did}", moved: "{did}. The case is now at {stage}", next: "Next case of my desk", noNext: "Your desk is empty.", dismiss: "Dismiss" },
  keys: { move: "Open the action shown on the button", back: "Close the form, or back to the list", next: "Open the next case of my desk", photo: "Look at the photographs", refresh: "Refresh the case" },
}
