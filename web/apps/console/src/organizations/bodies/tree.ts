/** Bodies as a tree. */

export interface Node {
  id: string
  code: string
  parent_id: string | null
}

export interface Branch<Body extends Node> {
  id: string
  body: Body
  depth: number
  children: Branch<Body>[]
}

/** Return the tops of the tree in order of code. A body whose parent is not among them stands at the top. */
export function treeOf<Body extends Node>(bodies: readonly Body[]): Branch<Body>[] {
  const known = new Set(bodies.map(({ id }) => id))
  const below = new Map<string | null, Body[]>()
  for (const body of bodies) {
    const parent = body.parent_id !== null && known.has(body.parent_id) ? body.parent_id : null
    below.set(parent, [...(below.get(parent) ?? []), body])
  }
  const grow = (parent: string | null, depth: number): Branch<Body>[] =>
    (below.get(parent) ?? [])
      .sort((one, other) => one.code.localeCompare(other.code))
      .map((body) => ({ id: body.id, body, depth, children: grow(body.id, depth + 1) }))
  return grow(null, 0)
}

/** Return the branches from top to bottom as they are read. */
export function flat<Body extends Node>(branches: readonly Branch<Body>[]): Branch<Body>[] {
  return branches.flatMap((branch) => [branch, ...flat(branch.children)])
}

/** Return the bodies on the way from the top to this one, itself last. */
export function wayTo<Body extends Node>(id: string, bodies: readonly Body[]): Body[] {
  const known = new Map(bodies.map((body) => [body.id, body]))
  const way: Body[] = []
  for (let body = known.get(id); body !== undefined && !way.includes(body); body = body.parent_id === null ? undefined : known.get(body.parent_id)) way.unshift(body)
  return way
}
