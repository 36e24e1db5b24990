export default {
  part: { bodies: "Bodies", staff: "Staff and posts", responsibility: "Responsibility", accounts: "Accounts", audit: "Audit trail" },
  files: { bodies: "Import bodies", staff: "Import staff", responsibility: "Import responsibility", hint: "CSV or Excel, with the columns of an export. All of it or nothing; the same file again changes nothing." },
  area: { city: "Whole city" },
  bodyKind: {
    GOVERNMENT: "Government", SUPERVISION_CENTRE: "Supervision", COMMAND_CENTRE: "Command", DEPARTMENT: "Department", STREET_OFFICE: "Street office", COMPANY: "Company", COLLECTION_COMPANY: "Collectors",
  },
  axis: { SUPERVISION: "Supervision", EXECUTION: "Execution", ABOVE: "Above both", OUTSIDE: "Public", SYSTEM: "System" },
  bodies: {
    search: "Name or code", withEnded: "With ended ones", count: "{n} bodies", none: "There are no bodies yet.", noMatch: "No body matches.", over: "ended", way: "Above it",
    add: "Add a body", change: "Change names", move: "Move", moveTitle: "Move “{name}”", end: "End", endAsk: "When “{name}” ends, its staff leave and its rules end with it. End it?",
    saved: "“{name}” is saved.", moved: "“{name}” has moved.", ended: "“{name}” has ended.",
    code: "Code", name: "Name", shortName: "Short name", kind: "Kind", axis: "Side", creditCode: "Credit code", validity: "Validity", parent: "Parent", top: "None (top)",
    staff: "Staff", allStaff: "All staff", nobody: "Nobody sits in this body.",
  },
  staff: {
    search: "Name or account", body: "Body", post: "Post", area: "Area", name: "Name", anyBody: "All bodies", anyPost: "All posts", withEnded: "With those who left", noMatch: "Nobody matches.",
    appoint: "Appoint", appointMore: "Appoint to another post", appointed: "The appointment holds.", dismiss: "Dismiss", dismissAsk: "Dismiss {name} from the post “{post}”? What was done stays on record.", dismissed: "{name} has left the post.",
  },
  accounts: {
    account: "Account", username: "Account", phone: "Phone", state: "State", open: "Open", closed: "Closed", mustChange: "must change the password", firstPassword: "First password",
    add: "New account", addHint: "Without a first password nobody can sign in yet. Its owner must change it at the first sign-in.", change: "Change", saved: "The account of “{name}” is saved.",
    reset: "Reset password", resetHint: "A new first password for {name}. All sessions end; it must be changed at the next sign-in.", wasReset: "The password of {name} is reset.",
    close: "Close account", closeAsk: "{name} can no longer sign in, and is signed out at once. Close the account?", wasClosed: "The account of {name} is closed.", reopen: "Reopen", wasReopened: "The account of {name} is open again.",
    unlock: "Unlock", wasUnlocked: "{name} may try to sign in again.",
  },
  duty: {
    where: "Duty grids", when: "Roster", change: "Change", nowhere: "No duty grid is assigned.", always: "No roster: always on duty.", areas: "Duty grids or areas", hint: "It holds from now on. Choose duty grids, or a whole community or area.",
    rosterHint: "Weekly slots in the city's time. One that ends no later than it begins runs into the next day. Without any, the collector is always on duty.", weekday: "Weekday", opens: "From", closes: "Until", add: "Add a slot", remove: "Remove the slot", saved: "The duty is saved.",
  },
  rules: {
    number: "No.", matter: "Class", area: "Area", body: "Body", owner: "Owner", action: "Action", everything: "All components and incidents", everyOf: "All: {kind}", bothKinds: "Both", everyClass: "All classes", anyOwner: "Any owner",
    ownedBy: "Owner: {name}", ruling: "Ruled on case {number}", withEnded: "With ended ones", none: "There are no rules yet.", noneOfBody: "This body answers for nothing.",
    add: "Add a rule", hint: "It holds from now on; the rule for the same class, area and owner ends.", saved: "The rule holds.",
    end: "End", endOne: "End rule {n}", endAsk: "End rule {n}: {body} no longer answers for “{matter}” in {area}?", ended: "Rule {n} has ended.",
  },
  routing: {
    title: "Who answers for it", hint: "Choose a class and a unit grid: see to whom a case would go, and by which rule.", class: "Class", area: "Area", grid: "Unit grid", chooseGrid: "Choose a street or community first", go: "Ask", nobody: "No rule says; the dispatcher will have to judge.",
    rule: "By rule {n}",
  },
  audit: {
    at: "When", who: "Who", did: "Did", subject: "Subject", facts: "Facts", address: "Address", subjectHint: "One subject only: body:… or account:…", onlyThis: "This subject only", renew: "Renew", none: "Nothing is on record yet.", noMatch: "Nothing is on record of this subject.",
    action: {
      access_sign_in: "Signed in", access_sign_in_failed: "Failed to sign in", access_create_account: "Created an account", access_change_account: "Changed an account", access_close_account: "Closed an account", access_reopen_account: "Reopened an account",
      access_unlock_account: "Unlocked an account", access_reset_password: "Reset a password", access_change_password: "Changed a password", access_see_phone: "Saw a phone number", access_issue_token: "Issued a token", access_end_token: "Ended a token",
      standards_import_classes: "Imported classes", standards_add_class: "Added a class", standards_withdraw_class: "Withdrew a class", standards_import_standard: "Imported a standard", standards_publish_standard: "Published a standard",
      standards_discard_standard: "Discarded a standard", standards_import_calendar: "Imported a calendar", standards_publish_calendar: "Published a calendar", standards_discard_calendar: "Discarded a calendar",
      organizations_add_body: "Added a body", organizations_change_body: "Changed a body", organizations_move_body: "Moved a body", organizations_end_body: "Ended a body", organizations_appoint: "Appointed", organizations_dismiss: "Dismissed",
      organizations_assign_duty: "Assigned duty", organizations_set_roster: "Set a roster", organizations_assign_responsibility: "Added a rule", organizations_end_responsibility: "Ended a rule", organizations_give_out: "Gave out a table",
      evaluation_define: "Published indicators or a scheme", evaluation_publish: "Published a result", evaluation_enter: "Filled in points", evaluation_decide: "Decided on an objection", evaluation_bulletin: "Drafted a bulletin", evaluation_sample: "Planned or drew a sample of cases", evaluation_look: "Looked at a drawn case", evaluation_rule: "Ruled on a second look", evaluation_evidence: "Brought evidence", evaluation_integrity: "Looked at the integrity of a collector", evaluation_thresholds: "Set thresholds of integrity",
      appraisal_define: "Loaded a tree of indicators or sites", appraisal_open: "Opened an appraisal", appraisal_close: "Closed an appraisal", appraisal_report: "Typed in a figure", appraisal_ask: "Opened a questionnaire", appraisal_draw: "Drew sites", appraisal_visit: "Recorded a visit", appraisal_give_up: "Gave up a site",
      administration_load_city: "Loaded the city", cases_see_reporter: "Saw a reporter",
      assets_plan_survey: "Planned a survey", assets_change_survey: "Changed a survey", assets_void_survey: "Voided a survey", assets_close_survey: "Closed a survey", assets_reopen_survey: "Gave a survey back to the field", assets_compare_survey: "Compared a survey once more", assets_decide_findings: "Decided about findings of a survey", assets_apply_survey: "Applied a survey",
      territory_draw_change: "Drew a change to the grids", territory_redraw_change: "Redrew a change to the grids", territory_submit_change: "Submitted a change to the grids", territory_withdraw_change: "Withdrew a change to the grids", territory_decide_change: "Decided a change to the grids", territory_mend_divisions: "Mended the boundaries of divisions", territory_settle_loose_end: "Settled what a change to the grids left open",
      places_add_place: "Added a place", places_change_place: "Changed a place", places_end_place: "Ended a place", places_import_places: "Imported places",
      assets_add_component: "Added a component", assets_resume_import: "Went on with an import", assets_change_state: "Changed the state of a component", assets_import_components: "Imported components", assets_save_mapping: "Saved a mapping of fields", cases_export: "Exported cases",
    },
  },
}
