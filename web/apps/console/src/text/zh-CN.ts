import appraisal from "@/appraisal/text.zh-CN"
import assets from "@/assets/text.zh-CN"
import atlas from "@/atlas/text.zh-CN"
import cases from "@/cases/text.zh-CN"
import evaluation from "@/evaluation/text.zh-CN"
import organizations from "@/organizations/text.zh-CN"
import shell from "@/shell/text.zh-CN"
import standards from "@/standards/text.zh-CN"
import territory from "@/territory/text.zh-CN"

export const zhCN = { ...shell, appraisal, assets, atlas, cases, evaluation, organizations, standards, territory }
