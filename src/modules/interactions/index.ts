export { builtinTypes, type EventType, type Purpose, purposes } from './builtin-types.ts'
export { intakeOf } from './intake.ts'
export { createPseudonyms, openFields, type Pseudonyms } from './pseudonyms.ts'
export { createShortMemory } from './short-memory.ts'
export {
  type Following,
  type Interaction,
  interactionsBehind,
  newestInteraction,
  projectInteractions,
  readInteractions,
  subscribeInteractions,
} from './stream.ts'
