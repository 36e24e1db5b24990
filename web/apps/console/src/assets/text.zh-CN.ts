import surveys from "@/assets/surveys/text.zh-CN"

export default {
  pages: "部件管理", page: { components: "部件台账", "component-imports": "数据导入", surveys: "部件普查" },
  list: "部件列表", map: "部件地图", counts: "各类数量", allClasses: "全部类别", total: "共 {n} 个", noGrid: "不在网格内",
  failed: "部件没有读到", none: "台账里还没有部件", noneDetail: "可以导入普查成果，或逐个登记。", noMatch: "没有符合条件的部件", noMatchDetail: "放宽条件再试。",
  key: { open: "打开部件" },
  state: { INTACT: "完好", DAMAGED: "破损", LOST: "丢失", ABANDONED: "废弃", REMOVED: "移除" },
  accuracy: { A: "A 级（±0.5 米）", B: "B 级（±1 米）", C: "C 级（±10 米）" },
  filter: { label: "筛选部件", words: "编码开头或名称" },
  item: {
    code: "管理部件标识码", name: "管理部件名称", class: "部件类别", edition: "分类版本", state: "管理部件状态", manager: "主管部门", owner: "权属单位", keeper: "养护单位", grid: "所在单元网格",
    street: "所在街道", community: "所在社区", surveyed: "初始日期", changed: "变更日期", looked: "最近查看", source: "数据来源", accuracy: "空间精度", note: "备注", layer: "来源图层", external: "来源编号",
    position: "经度、纬度", place: "社区、网格",
  },
  column: { code: "标识码", name: "名称", class: "类别", state: "状态", place: "社区、网格", keeper: "养护单位", accuracy: "精度" },
  item2013: { code: "标识码", name: "名称", state: "状态", grid: "所在单元网格", surveyed: "初始时间", changed: "变更时间" },
  crs: {
    label: "坐标系", own: "CGCS2000 经纬度", wgs84: "WGS 84 经纬度", gcj02: "GCJ-02（火星坐标）", web: "网络墨卡托 EPSG:3857", zone: "CGCS2000 高斯-克吕格 3° 带，中央经线 {meridian}°（{code}）", said: "以文件所注为准：{crs}",
  },
  format: { gpkg: "GeoPackage", shp: "Shapefile", geojson: "GeoJSON", xlsx: "Excel", csv: "CSV" },
  naming: { OWN: "本系统字段名", "2026": "GB/T 47678.5-2026", "2013": "GB/T 30428.2-2013" },
  export: { title: "导出 {n} 个部件", format: "格式", naming: "字段名", going: "正在导出", writing: "服务器正在生成文件…", removed: "包括已移除的部件", coming: "已接收 {size} MB", stop: "停止", done: "已导出 {n} 个部件。" },
  labels: {
    go: "二维码标签", title: "二维码标签", one: "二维码标签", of: "部件 {code} 的二维码标签", sheets: "张数", hint: "A4 纸，每张 24 个；打印第 {from}–{to} 个，共 {all} 个", previous: "上一批", next: "下一批", picture: "{n} 张二维码标签", print: "打印", save: "保存为 PDF",
  },
  add: {
    go: "登记部件", title: "登记部件", hint: "标识码和所在网格由系统给出。", nameHint: "不填则用类别名称", today: "今天", where: "位置", whereHint: "在图上点选，或输入“经度, 纬度”", map: "选择部件位置", noPlace: "请在图上点选位置。", noClass: "请选择类别。",
    done: "已登记。",
  },
  one: {
    facts: "属性", life: "历史", map: "位置", grid: "单元网格 {code}", alike: "本社区同类部件", changeState: "变更状态", reason: "原因", caseNumber: "相关案件编号", stateDone: "状态已变更。", removedHint: "移除后部件不再出现在台账和地图上，标识码不再使用。",
    missing: "没有这个部件", missingDetail: "没有标识码为 {code} 的部件。", failed: "部件没有读到", back: "返回", entered: "登记入库", surveyed: "首次普查", byCase: "相关案件", byImport: "随数据导入变更", bySurvey: "所属普查",
  },
  cases: { title: "案件", query: "在综合查询中打开", none: "这个部件还没有案件。", open: "办理中（{n}）", past: "已办结（{n}）", more: "只列出最近 100 件，其余请到综合查询查看。" },
  attribute: {
    code: "标识码", external_id: "来源编号", source_layer: "来源图层", class_code: "类别代码", class_edition: "分类版本", name: "名称", state: "状态", manager: "主管部门", owner: "权属单位", keeper: "养护单位",
    grid_code: "单元网格", data_source: "数据来源", accuracy: "空间精度", note: "备注", surveyed_on: "初始日期", changed_on: "变更日期", looked_on: "最近普查日期", valid_from: "生效时间", valid_until: "失效时间", geometry: "几何图形", row: "整行",
  },
  step: { MATCHING: "正在核对已有部件", NUMBERING: "正在编制标识码", WRITING: "正在写入", INDEXING: "正在建立索引", CHECKING: "正在检查引用关系" },
  import: {
    list: "导入记录", new: "新的导入", none: "还没有导入过。", rows: "{n} 行", fields: "{n} 个字段",
    choose: "一、选择文件", hint: "GeoJSON、GeoPackage、Shapefile（打成 zip）、CSV 或 Excel；文字编码为 UTF-8 或 GBK。", looking: "正在读取文件…",
    mapping: "二、字段对应", mappingHint: "选择字段；也可直接输入：“人民路”对每一行都相同，“{'{'}ROAD{'}'}路灯{'{'}NO{'}'}”由多个字段拼成。", notRead: "不导入", needed: "识别与类别", further: "其他属性", where: "坐标与取值",
    column: { x: "经度（X）列", y: "纬度（Y）列", wkt: "WKT 列" }, layer: "图层", tolerance: "网格外容差（米）", anyDistrict: "允许标识码属其他区", states: "状态取值", statesHint: "每行一个，例如 good=完好",
    takeMapping: "已存的对应", noMappings: "还没有保存过", saveMapping: "保存对应", saveHint: "同名的对应会被替换；进行中的导入不受影响。", mappingName: "名称", mappingSaved: "已保存为“{name}”。",
    preview: "三、核对前几行", asRead: "导入结果", asFile: "文件原样", noRows: "文件里没有数据行。", row: "行号",
    allOrNothing: "有一行有误就全部不导入", lacking: "文件里没有字段：{fields}", start: "开始导入", started: "已开始导入。",
    progress: "读取进度", resume: "继续", again: "重新导入", resumed: "已安排继续导入。", see: "查看台账", download: "下载问题行", bad: "问题行（{n}）", noBad: "没有问题行。", reason: "问题", cells: "原值",
    state: { WAITING: "等待", READING: "读取中", APPLYING: "入库中", DONE: "完成", REFUSED: "未导入", FAILED: "失败" },
    means: {
      WAITING: "等待后台处理，可以离开本页。", READING: "逐批检查并定位网格，可以离开本页；中断后从断点继续。", APPLYING: "正在一次性写入台账。", DONE: "好的行已全部写入，问题行没有导入。",
      REFUSED: "有问题行，按要求一行也没有写入。", FAILED: "没有写入任何数据。",
    },
    count: { rows_read: "已读取", rows_bad: "问题行", added: "新增", changed: "变更", unchanged: "未变", missing: "台账有、文件无", placeless: "不在网格内" },
  },
  photos: { title: "照片", one: "现场照片", none: "还没有照片。", add: "添加照片", added: "照片已添加。", open: "放大：{label}", more: "再显示一些（还有 {n} 张）", when: "拍摄时间", whenHint: "按本市时间；默认取文件时间，可更正", future: "拍摄时间不能晚于现在。" },
  surveys,
}
