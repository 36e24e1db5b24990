export default {
  tools: "Map tools", layers: "Layers", legend: "Legend", baseMap: "Base map", ownGround: "Our own ground",
  length: "Distance", area: "Area", stop: "Stop measuring", locate: "Go to", picture: "Picture",
  layer: { divisions: "Divisions", unit_grids: "Unit grids", duty_grids: "Duty grids", components: "Components", places: "Places", cases: "Open cases" },
  legends: {
    divisions: "Borders of divisions (dashed)", unit_grids: "Borders of unit grids; from afar, grids by area", duty_grids: "Borders of duty grids, from near by",
    components: "Components; red rings are not intact; from afar, components by area", places: "Places by name, house numbers from very near; from afar, places by area", green: "In time", yellow: "Due soon", red: "Overdue", grey: "No clock",
  },
  measure: { hint: "Click on the map, point by point. Keyboard: arrows move, Enter adds, Backspace removes", metres: "{n} m", kilometres: "{n} km", squareMetres: "{n} m²", hectares: "{n} ha", corners: "{n} points" },
  find: { label: "Coordinates or code", hint: "102.0145, 40.2010, or the code of a grid or component", go: "Go", unreadable: "Enter “longitude, latitude”, or a grid code of 15 digits, or a component code of 16 or 17" },
  file: "map {at}.png",
  base: {
    gcj: "{name} (GCJ-02, shifted against our layers)", shifted: "GCJ-02, some hundreds of metres beside our layers", away: "{name} (not available)",
    silent: "The base map “{name}” does not answer; this is our own ground", wrong: "The base map “{name}” is set up wrongly; this is our own ground",
  },
  print: {
    go: "Print", title: "Print the map", heading: "Title", paper: "Paper", direction: "Direction", landscape: "Landscape", portrait: "Portrait", withLegend: "Legend",
    hint: "The browser's print window can save a PDF as well. What is in view is drawn at 300 dpi.", send: "Print", preview: "Preview", drawing: "Drawing at print resolution…", failed: "The map could not be drawn",
    defaultTitle: "{city}: map of city management", north: "N", northUp: "North is up", scale: "Scale about 1 : {n}", at: "Drawn {at}", source: "Source: city management of {city}", base: "base map: {name}", system: "CGCS2000, Mercator", between: "; ",
  },
}
