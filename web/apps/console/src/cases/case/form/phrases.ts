/** Common phrases (惯用语) of an account, kept in this browser for each verb; until somebody changes them, the usual ones. */
const KEY = "cityloop.phrases"

function place(account: string, language: string): string {
  return `${KEY}.${account}.${language}`
}

/** Return the phrases for a verb: one's own where there are any, even an empty list, else those given. */
export function phrasesOf(store: Storage, account: string, language: string, verb: string, usual: readonly string[]): string[] {
  return own(store, account, language)[verb] ?? [...usual]
}

export function keepPhrases(store: Storage, account: string, language: string, verb: string, phrases: readonly string[]): void {
  const kept = [...new Set(phrases.map((phrase) => phrase.trim()).filter(Boolean))]
  store.setItem(place(account, language), JSON.stringify({ ...own(store, account, language), [verb]: kept }))
}

function own(store: Storage, account: string, language: string): Record<string, string[]> {
  const text = store.getItem(place(account, language))
  try {
    return text === null ? {} : (JSON.parse(text) as Record<string, string[]>)
  } catch {
    return {}
  }
}

/** Return an opinion with a phrase added to it. */
export function withPhrase(opinion: string, phrase: string): string {
  const before = opinion.trimEnd()
  if (before === "") return phrase
  return /[。！？.!?；;]$/.test(before) ? `${before}${/[.!?;]$/.test(before) ? " " : ""}${phrase}` : `${before}；${phrase}`
}
