export default {
  tools: "地图工具", layers: "图层", legend: "图例", baseMap: "底图", ownGround: "本系统矢量底图",
  length: "测距", area: "测面", stop: "结束测量", locate: "定位", picture: "导出图片",
  layer: { divisions: "行政区划", unit_grids: "单元网格", duty_grids: "责任网格", components: "管理部件", places: "基本地点" },
  legends: {
    divisions: "区划界线（虚线）", unit_grids: "单元网格界线；缩小后为各区域网格数", duty_grids: "责任网格界线（放大后）",
    components: "部件；红圈为非完好；缩小后为各区域部件数", places: "地点名称，放大后有门牌；缩小后为各区域地点数", green: "未到预警", yellow: "预警", red: "超时", grey: "无时限",
  },
  measure: { hint: "在地图上依次点击；键盘：方向键移动，回车加点，退格删点", metres: "{n} 米", kilometres: "{n} 千米", squareMetres: "{n} 平方米", hectares: "{n} 公顷", corners: "{n} 个点" },
  find: { label: "坐标或编码", hint: "如 102.0145, 40.2010，或网格、部件编码", go: "前往", unreadable: "请输入“经度, 纬度”，或 15 位网格编码、16–17 位部件编码" },
  file: "地图 {at}.png",
}
