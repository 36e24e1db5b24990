/** A mapping while it is being made: which attribute comes from which fields of the file. */
import type { Schemas } from "@cityloop/api-client"

export type Rules = Schemas["Rules"] // what has a default on the way in comes back whole
export type Preview = Schemas["FilePreview"]

export const ATTRIBUTES = [
  "code", "external_id", "source_layer", "class_code", "class_edition", "name", "state", "manager", "owner", "keeper", "grid_code", "data_source", "accuracy", "note",
  "surveyed_on", "changed_on", "looked_on", "valid_from", "valid_until",
] as const
export type Attribute = (typeof ATTRIBUTES)[number]

export interface MappingDraft {
  attributes: Record<Attribute, string>
  /** What the file says for each state: `good=完好`, one to a line. */
  states: string
  layer: string
  crs: string
  x: string
  y: string
  wkt: string
  tolerance_m: number
  any_district: boolean
}

/** How files of our own, of the 2026 and of the 2013 edition, and of other programs often call what we look for. */
const USUAL: Partial<Record<Attribute | "x" | "y" | "wkt", readonly string[]>> = {
  code: ["code", "GLBJBSM", "ObjID", "标识码", "部件标识码", "管理部件标识码"],
  external_id: ["extid", "OBJECTID", "FID", "id", "编号"],
  source_layer: ["layer"],
  class_code: ["class", "class_code", "类别代码", "小类代码"],
  class_edition: ["edition"],
  name: ["name", "GLBJMC", "ObjName", "名称", "部件名称", "管理部件名称"],
  state: ["state", "GLBJZT", "ObjState", "状态", "部件状态"],
  manager: ["manager", "ZGBMDM", "DeptCode1", "主管部门代码", "主管部门"],
  owner: ["owner", "QSDWDM", "DeptCode2", "权属单位代码", "权属单位"],
  keeper: ["keeper", "YHDWDM", "DeptCode3", "养护单位代码", "养护单位"],
  grid_code: ["grid", "SZDYWGBSM", "BGID", "所在单元网格", "单元网格"],
  data_source: ["source", "SJLY", "DataSource", "数据来源"],
  accuracy: ["accuracy", "精度"],
  note: ["note", "BZ", "Note", "备注"],
  surveyed_on: ["surveyed", "CSRQ", "ORDate", "初始日期", "普查日期"],
  changed_on: ["changed", "BGRQ", "CHDate", "变更日期"],
  looked_on: ["looked", "最近普查日期"],
  valid_from: ["begins"],
  valid_until: ["ends"],
  x: ["x", "lon", "lng", "longitude", "经度", "X坐标"],
  y: ["y", "lat", "latitude", "纬度", "Y坐标"],
  wkt: ["geometry", "wkt", "geom"],
}

/** Return a mapping with what the names of the fields give away; where a row has no id of its own, none is invented. */
export function guessed(preview: Preview, isTable: boolean): MappingDraft {
  const known = new Map(preview.fields.map((field) => [field.toLowerCase(), field]))
  const field = (name: Attribute | "x" | "y" | "wkt"): string => USUAL[name]?.map((usual) => known.get(usual.toLowerCase())).find((found) => found !== undefined) ?? ""
  const attributes = Object.fromEntries(ATTRIBUTES.map((name) => [name, field(name) && `{${field(name)}}`])) as Record<Attribute, string>
  if (attributes.code && !attributes.source_layer) attributes.external_id = ""
  const wkt = isTable ? field("wkt") : ""
  return { attributes, states: "", layer: preview.layers[0] ?? "", crs: "", x: isTable && !wkt ? field("x") : "", y: isTable && !wkt ? field("y") : "", wkt, tolerance_m: 5, any_district: false }
}

/** Return the rules that the server reads rows by. */
export function rulesOf(draft: MappingDraft): Required<Rules> {
  const attributes = Object.fromEntries(Object.entries(draft.attributes).map(([name, text]) => [name, text.trim()]).filter(([, text]) => text !== ""))
  const states = draft.states.split("\n").map((line) => line.split("=").map((part) => part.trim())).filter(([said, meant]) => said && meant)
  const { layer, crs, x, y, wkt, tolerance_m, any_district } = draft
  return { attributes, words: states.length > 0 ? { state: Object.fromEntries(states) as Record<string, string> } : {}, layer, crs, x, y, wkt, tolerance_m, any_district }
}

/** Return a saved mapping as it is edited. */
export function draftOf(rules: Rules): MappingDraft {
  const attributes = Object.fromEntries(ATTRIBUTES.map((name) => [name, rules.attributes[name] ?? ""])) as Record<Attribute, string>
  const states = Object.entries(rules.words?.["state"] ?? {}).map(([said, meant]) => `${said}=${meant}`).join("\n")
  const { layer = "", crs = "", x = "", y = "", wkt = "", tolerance_m = 0, any_district = false } = rules
  return { attributes, states, layer, crs, x, y, wkt, tolerance_m, any_district }
}

const FIELD = /\{([^{}]+)\}/g

/** Return what a template says of a row. */
export function filled(template: string, row: Readonly<Record<string, string>>): string {
  return template.replaceAll(FIELD, (_, name: string) => row[name] ?? "").trim()
}

/** Return the fields that the mapping reads and the file lacks. */
export function lacking(draft: MappingDraft, fields: readonly string[]): string[] {
  const read = [...Object.values(draft.attributes).flatMap((text) => [...text.matchAll(FIELD)].map((found) => found[1] ?? "")), draft.x, draft.y, draft.wkt]
  return [...new Set(read.filter((name) => name !== "" && !fields.includes(name)))]
}

export function isTable(fileName: string): boolean {
  return /\.(csv|xlsx)$/i.test(fileName)
}
