export default {
  view: { label: "Shown as", list: "Cases", breakdown: "In numbers" },
  total: "{n} cases", totalMore: "more than {n} cases",
  filter: { words: "Words, address, number", address: "Words of the address", number: "Number", component_code: "Component", desk: "Among", counted: "What is counted" },
  counted: {
    reported: "Reported", filed: "Filed", dispatched: "Dispatched", disposed: "Disposed", disposed_on_time: "In time", disposed_late: "Late", exempted: "Exempted", overdue_open: "Overdue now",
    closed: "Closed", open: "Open", suspended: "Suspended", reworked: "Reworked", returned: "Returned", extended: "Extended", void: "Void", merged: "Merged", self_disposed: "Own fixes",
  },
  saved: {
    title: "My queries", save: "Save", share: "Copy link", rename: "Rename", delete: "Delete", name: "Name", nameNeeded: "Give it a name of at most 60 characters.", none: "You keep no query yet. Set filters, then choose Save.",
    sure: "Delete the query “{name}”? The cases themselves stay.", done: "The query is saved.", renamed: "Renamed.", deleted: "Deleted.", copied: "The link is copied. Whoever opens it sees what their post may see.",
  },
  export: {
    xlsx: "Spreadsheet (xlsx, up to 1,000,000 cases)", csv: "CSV (up to 1,000,000 cases)", going: "Exporting", writing: "The server is writing the file…", rows: "{n} of {all}", bytes: "{all} cases, {n} KB so far", done: "{n} cases exported.",
  },
  breakdown: {
    by: "Divided by", district: "District", street: "Street", body: "Body", class: "Class", share: "On time", total: "All", noBody: "No body yet", hint: "Every number opens its cases; a heading chooses what is drawn.",
    loading: "Counting…", failed: "Could not be counted",
  },
  loading: "Looking…", failed: "The query failed", nothing: "No case matches", nothingDetail: "Try another period or fewer filters.",
}
