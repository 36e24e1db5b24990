import type { Field, Move, Values } from "@/cases/case/form/form"
import type { Detail } from "@/cases/case/useCase"

/** What every input of a form is told. */
export interface FieldProps {
  field: Field
  label: string
  isNeeded: boolean
  move: Move
  shown: Detail
  values: Values
}
