import appraisal from "@/appraisal/text.en"
import assets from "@/assets/text.en"
import atlas from "@/atlas/text.en"
import cases from "@/cases/text.en"
import evaluation from "@/evaluation/text.en"
import organizations from "@/organizations/text.en"
import shell from "@/shell/text.en"
import standards from "@/standards/text.en"
import territory from "@/territory/text.en"

export const en = { ...shell, appraisal, assets, atlas, cases, evaluation, organizations, standards, territory }
