export default {
  common: { cancel: "Cancel", save: "Save", close: "Close", loading: "Loading…", retry: "Try again", more: "More", all: "All", yes: "Yes", no: "No", search: "Find", none: "None", import: "Import", export: "Export", optional: "optional" },
  nav: { desk: "Desk", case: "Case", register: "Register", query: "Query", evaluation: "Evaluation", ownEvaluation: "My figures", appraisal: "Outside evaluation", quality: "Case quality", integrity: "Integrity", results: "Results", entries: "Filled in by hand", definitions: "Indicators and schemes", grids: "Grids", components: "Components", component: "Component", componentImports: "Imports of components", surveys: "Surveys", standards: "Standards", organizations: "Bodies and staff" },
  post: {
    COLLECTOR: "Collector", ACCEPTOR: "Acceptor", SHIFT_LEADER: "Shift leader", DISPATCHER: "Dispatcher", HANDLER: "Handler", INSPECTOR: "Inspector",
    LEADER: "Leader", EVALUATOR: "Evaluator", ADMINISTRATOR: "Administrator", CITIZEN: "Citizen", DEVICE: "Device", SYSTEM: "System",
  },
  lamp: { GREEN: "In time", YELLOW: "Due soon", RED: "Overdue", OFF: "No clock" },
  shell: {
    skip: "Skip to content", menu: "Main menu", otherLanguage: "中文", light: "Light", dark: "Dark", signOut: "Sign out", choosePost: "Choose a post",
    signedOut: "Your session has ended. What you have not saved is still on this page.",
    offline: "The connection is lost and being restored. Whatever you miss will be caught up.",
  },
  signIn: {
    title: "Sign in", claim: "A city's problems, solved and checked", username: "Account", password: "Password", go: "Sign in",
    refused: "The account or the password is wrong.", lockedOut: "{detail} It opens again at {until}.",
  },
  password: {
    title: "Change password", must: "This is your first visit or your password has worn out. Please choose another one.", old: "Present password",
    fresh: "New password", again: "Once more", differ: "The two new passwords differ.", go: "Change", done: "The password is changed.",
  },
  lost: { title: "There is no such page", detail: "The address is wrong, or your post may not see it.", back: "To the start" },
  keys: { title: "Keys", search: "Find a case or a component", help: "Show or hide this help" },
  search: {
    placeholder: "Case, address, place, component, phone", hits: "Found", none: "Nothing found.",
    place: "Place", found: "{precision} · {parts} · {score}%",
    precision: { DOOR: "House number", INTERPOLATED: "Between two numbers", CROSSING: "Crossing", POI: "Landmark", STREET: "Street", AREA: "Area" },
    by: { number: "number", address: "address", description: "description", component: "component", phone: "phone" },
  },
  bell: {
    label: "News, {count} unread", title: "News", none: "No news.", clear: "Clear", mute: "Mute", unmute: "Sound on",
    kind: { arrived: "New on your desk", WARN: "Due soon", OVERDUE: "Overdue", urged: "Urged", task: "New task" },
  },
  error: {
    unreachable: "The server cannot be reached. Please try again soon.",
    "stale-version": "Somebody else has just worked on this. You now see its newest state; please look again before you act.",
  },
}
