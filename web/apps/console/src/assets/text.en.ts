import surveys from "@/assets/surveys/text.en"

export default {
  pages: "Inventory", page: { components: "Inventory", "component-imports": "Imports", surveys: "Surveys" },
  list: "Components", map: "Map of components", counts: "Count by class", allClasses: "All classes", total: "{n} components", noGrid: "In no grid",
  failed: "The components could not be read", none: "The inventory is empty", noneDetail: "Import the results of a survey, or enter components one by one.", noMatch: "No component matches", noMatchDetail: "Widen the filters.",
  key: { open: "Open the component" },
  state: { INTACT: "Intact", DAMAGED: "Damaged", LOST: "Lost", ABANDONED: "Abandoned", REMOVED: "Removed" },
  accuracy: { A: "A (±0.5 m)", B: "B (±1 m)", C: "C (±10 m)" },
  filter: { label: "Filter components", words: "Start of code, or name" },
  item: {
    code: "Identity code", name: "Name", class: "Class", edition: "Edition of classes", state: "State", manager: "Body in charge", owner: "Owner", keeper: "Keeper", grid: "Unit grid",
    street: "Street", community: "Community", surveyed: "First surveyed", changed: "Last changed", looked: "Last looked at", source: "Data source", accuracy: "Accuracy", note: "Note", layer: "Source layer", external: "Source id",
    position: "Longitude, latitude", place: "Community, grid",
  },
  column: { code: "Code", name: "Name", class: "Class", state: "State", place: "Community, grid", keeper: "Keeper", accuracy: "Acc." },
  item2013: { code: "Identity code", name: "Name", state: "State", grid: "Unit grid", surveyed: "First surveyed", changed: "Last changed" },
  crs: {
    label: "Coordinates", own: "CGCS2000, longitude and latitude", wgs84: "WGS 84, longitude and latitude", gcj02: "GCJ-02 (shifted)", web: "Web Mercator EPSG:3857", zone: "CGCS2000 Gauss-Krüger, 3° zone at {meridian}° ({code})", said: "As the file says: {crs}",
  },
  format: { gpkg: "GeoPackage", shp: "Shapefile", geojson: "GeoJSON", xlsx: "Excel", csv: "CSV" },
  naming: { OWN: "Our own names", "2026": "GB/T 47678.5-2026", "2013": "GB/T 30428.2-2013" },
  export: { title: "Export {n} components", format: "Format", naming: "Names of fields", going: "Exporting", writing: "The server is writing the file…", removed: "With what was removed", coming: "{size} MB have come", stop: "Stop", done: "{n} components exported." },
  labels: {
    go: "QR labels", title: "QR labels", one: "QR label", of: "QR label of component {code}", sheets: "Sheets", hint: "A4, 24 to a sheet; {from}–{to} of {all}", previous: "Previous batch", next: "Next batch", picture: "{n} sheets of QR labels", print: "Print", save: "Save as PDF",
  },
  add: {
    go: "Add a component", title: "Add a component", hint: "Its identity code and grid are given by the system.", nameHint: "Left empty, the name of its class", today: "Today", where: "Place", whereHint: "Click on the map, or write longitude, latitude", map: "Choose the place",
    noPlace: "Choose the place on the map.", noClass: "Choose a class.", done: "The component is in the inventory.",
  },
  one: {
    facts: "Attributes", life: "Life", map: "Location", grid: "Unit grid {code}", alike: "Of this class in this community", changeState: "Change state", reason: "Why", caseNumber: "Number of its case", stateDone: "The state is changed.",
    removedHint: "Once removed, a component is in no list and on no map any more, and its code is not used again.", missing: "There is no such component", missingDetail: "No component has the code {code}.", failed: "The component could not be read", back: "Back",
    entered: "Entered into the inventory", surveyed: "First surveyed", byCase: "On case", byImport: "Changed by an import", bySurvey: "Looked at by the survey",
  },
  cases: { title: "Cases", query: "Open in the query", none: "This component has no cases.", open: "Open ({n})", past: "Past ({n})", more: "Only the latest 100 are listed; the query has them all." },
  attribute: {
    code: "Identity code", external_id: "Source id", source_layer: "Source layer", class_code: "Class code", class_edition: "Edition", name: "Name", state: "State", manager: "Body in charge", owner: "Owner", keeper: "Keeper",
    grid_code: "Unit grid", data_source: "Data source", accuracy: "Accuracy", note: "Note", surveyed_on: "First surveyed", changed_on: "Last changed", looked_on: "Last looked at", valid_from: "Valid from", valid_until: "Valid until", geometry: "Geometry", row: "The line",
  },
  step: { MATCHING: "Looking for what is known", NUMBERING: "Giving codes", WRITING: "Writing", INDEXING: "Making indexes", CHECKING: "Checking references" },
  import: {
    list: "Imports", new: "New import", none: "Nothing has been imported yet.", rows: "{n} rows", fields: "{n} fields",
    choose: "1. Choose a file", hint: "GeoJSON, GeoPackage, a Shapefile in a zip, CSV or Excel; text in UTF-8 or GBK.", looking: "Reading the file…",
    mapping: "2. Match the fields", mappingHint: "Choose a field, or write: “Main Street” is the same for every row, “{'{'}ROAD{'}'} lamp {'{'}NO{'}'}” is put together from fields.", notRead: "Not imported", needed: "Identity and class", further: "Further attributes",
    where: "Coordinates and values", column: { x: "Column of x", y: "Column of y", wkt: "Column of WKT" }, layer: "Layer", tolerance: "Tolerance (m)", anyDistrict: "Codes of other districts", states: "States", statesHint: "One to a line: what the file says = the state",
    takeMapping: "Saved mappings", noMappings: "None saved yet", saveMapping: "Save mapping", saveHint: "One of the same name gives way; imports under way keep their own.", mappingName: "Name", mappingSaved: "Saved as “{name}”.",
    preview: "3. Look at the first rows", asRead: "As imported", asFile: "As in the file", noRows: "The file has no rows.", row: "Row",
    allOrNothing: "One bad row refuses the whole file", lacking: "The file has no field {fields}", start: "Import", started: "The import has begun.",
    progress: "Progress", resume: "Go on", again: "Import again", resumed: "The import goes on.", see: "See the inventory", download: "Download bad rows", bad: "Bad rows ({n})", noBad: "There are no bad rows.", reason: "What is wrong", cells: "Own values",
    state: { WAITING: "Waiting", READING: "Reading", APPLYING: "Applying", DONE: "Done", REFUSED: "Refused", FAILED: "Failed" },
    means: {
      WAITING: "It waits for its turn; you may leave this page.", READING: "Rows are checked and placed batch by batch; you may leave this page. After a break it goes on where it was.", APPLYING: "All of it is being written at once.",
      DONE: "All good rows are in the inventory; bad ones were left out.", REFUSED: "There were bad rows, and nothing was written, as you asked.", FAILED: "Nothing was written.",
    },
    count: { rows_read: "Read", rows_bad: "Bad", added: "Added", changed: "Changed", unchanged: "Unchanged", missing: "Not in the file", placeless: "In no grid" },
  },
  photos: { title: "Photographs", one: "Photograph from the field", none: "There are no photographs yet.", add: "Add a photograph", added: "The photograph is added.", open: "Enlarge: {label}", more: "Show more ({n} left)", when: "Taken at", whenHint: "By the clock of the city; the time of the file, unless corrected", future: "A photograph cannot be taken in the future." },
  surveys,
}
