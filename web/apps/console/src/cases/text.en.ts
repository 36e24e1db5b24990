import page from "@/cases/case/text.en"
import desk from "@/cases/desk/text.en"
import dispatch from "@/cases/dispatch/text.en"
import query from "@/cases/query/text.en"
import register from "@/cases/register/text.en"
import words from "@/cases/words.en"

export default { ...words, page, desk, dispatch, query, register }
