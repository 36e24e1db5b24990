/** Lists that are shown as a whole: asked for page by page. */

interface Page<Row> {
  items: Row[]
  next?: string | null
}

const LARGEST = 200

/** Return the rows of all pages. */
export async function everyPage<Row>(ask: (query: { limit: number; cursor?: string }) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const page: Page<Row> = await ask(cursor === null ? { limit: LARGEST } : { limit: LARGEST, cursor })
    rows.push(...page.items)
    cursor = page.next ?? null
  } while (cursor !== null)
  return rows
}
