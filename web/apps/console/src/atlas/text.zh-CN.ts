export default {
  tools: "地图工具", layers: "图层", legend: "图例", baseMap: "底图", ownGround: "本系统矢量底图",
  length: "测距", area: "测面", stop: "结束测量", locate: "定位", picture: "导出图片",
  layer: { divisions: "行政区划", unit_grids: "单元网格", duty_grids: "责任网格", components: "管理部件", places: "基本地点", cases: "在办案件" },
  legends: {
    divisions: "区划界线（虚线）", unit_grids: "单元网格界线；缩小后为各区域网格数", duty_grids: "责任网格界线（放大后）",
    components: "部件；红圈为非完好；缩小后为各区域部件数", places: "地点名称，放大后有门牌；缩小后为各区域地点数", green: "未到预警", yellow: "预警", red: "超时", grey: "无时限",
  },
  measure: { hint: "在地图上依次点击；键盘：方向键移动，回车加点，退格删点", metres: "{n} 米", kilometres: "{n} 千米", squareMetres: "{n} 平方米", hectares: "{n} 公顷", corners: "{n} 个点" },
  find: { label: "坐标或编码", hint: "如 102.0145, 40.2010，或网格、部件编码", go: "前往", unreadable: "请输入“经度, 纬度”，或 15 位网格编码、16–17 位部件编码" },
  file: "地图 {at}.png",
  base: {
    gcj: "{name}（GCJ-02，与本系统图层有偏移）", shifted: "GCJ-02 坐标，与本系统图层有数百米偏移", away: "{name}（暂不可用）",
    silent: "底图“{name}”没有应答，已改用本系统矢量底图", wrong: "底图“{name}”配置有误，已改用本系统矢量底图",
  },
  print: {
    go: "打印", title: "打印地图", heading: "图名", paper: "纸张", direction: "方向", landscape: "横向", portrait: "纵向", withLegend: "图例",
    hint: "在浏览器的打印窗口中也可另存为 PDF。图面按当前视图绘制，分辨率 300 dpi。", send: "打印", preview: "打印预览", drawing: "正在按打印分辨率绘制…", failed: "地图没有绘制出来",
    defaultTitle: "{city}城市管理地图", north: "北", northUp: "上方为正北", scale: "比例尺约 1 : {n}", at: "制图时间：{at}", source: "数据来源：{city}城市管理信息系统", base: "底图：{name}", system: "坐标系：CGCS2000，墨卡托投影", between: "；",
  },
}
