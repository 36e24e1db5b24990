/** Which of the moves that are offered stands out. What may be done is the API's to say; this is only what is drawn large. */
import type { Schemas } from "@cityloop/api-client"

type Move = Schemas["MoveOut"]

/** What people at a desk do most; the first one that is offered stands out. */
const USUAL = ["approve", "submit", "pass_check", "rework", "sign", "accept_self_disposal", "answer_verification", "answer_check"]

/** Return the moves with the main one first: a usual one, else the first that takes the case onward, else the first. */
export function mainFirst(moves: readonly Move[], stages: readonly string[], here: string): Move[] {
  const onward = (move: Move): boolean => stages.indexOf(move.target) > stages.indexOf(here) && move.needs.join() !== "opinion"
  const usual = USUAL.map((verb) => moves.find((move) => move.verb === verb)).find((move) => move !== undefined)
  const main = usual ?? moves.find((move) => onward(move) && !move.needs.includes("main_case_id")) ?? moves[0]
  return main === undefined ? [] : [main, ...moves.filter((move) => move !== main)]
}
