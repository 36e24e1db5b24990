import page from "@/cases/case/text.zh-CN"
import desk from "@/cases/desk/text.zh-CN"
import dispatch from "@/cases/dispatch/text.zh-CN"
import query from "@/cases/query/text.zh-CN"
import register from "@/cases/register/text.zh-CN"
import words from "@/cases/words.zh-CN"

export default { ...words, page, desk, dispatch, query, register }
