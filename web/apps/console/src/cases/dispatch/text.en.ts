export default {
  open: "Dispatch together", title: "Dispatch {n} cases together",
  reading: "Reading the cases and who answers for them…",
  alike: "{class} · {area}", mixed: "The selected cases are of {n} classes. Please look before you send them together.",
  cases: "Selected cases", bodies: "To", each: "Each as proposed", eachDetail: "Every case goes to the body that the rules propose", noRule: "No rule says who answers: choose a body.",
  proposed: "proposed for {n}", because: "{reason}", find: "Find a body",
  column: { body: "Body", open: "Open", disposal: "At work", soon: "Due soon", overdue: "Overdue", share: "On time, 30 days" },
  state: { ready: "To be sent", closed: "Cannot be dispatched now", unread: "Could not be read", sending: "Sending…", done: "Dispatched", stale: "Changed by somebody else", failed: "Failed" },
  to: "to {body}", nowhere: "no body yet",
  go: "Dispatch {n}", retry: "Try the {n} that failed again", again: "Read the changed cases again", stop: "Stop",
  progress: "{done} of {all} dispatched", stopped: "Stopped; the others were not dispatched.",
  finished: "All {n} are dispatched.", partly: "{done} are dispatched, {rest} are not; the list says why.",
  loadsFailed: "The loads of the bodies could not be read",
}
