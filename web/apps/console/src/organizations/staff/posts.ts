import type { Schemas } from "@cityloop/api-client"

export type Member = Schemas["MemberView"]

/** The posts that people of bodies hold, in the order of the loop. */
export const POSTS: readonly Member["post"][] = ["ACCEPTOR", "SHIFT_LEADER", "DISPATCHER", "HANDLER", "COLLECTOR", "INSPECTOR", "LEADER", "EVALUATOR", "ADMINISTRATOR"]
