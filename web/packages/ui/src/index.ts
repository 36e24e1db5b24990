export { default as LampDot } from "./LampDot.vue"
export { default as StateNote } from "./StateNote.vue"
