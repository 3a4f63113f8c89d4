export {
  type Answer,
  type Asking,
  type Body,
  type Client,
  type ClientOptions,
  type TownEvent,
  createClient,
} from './client.ts'
export { newId } from './ids.ts'
export { type ProblemBody, ProblemError, type ProblemSlug } from './problem-error.ts'
export type { components, operations, paths } from './schema.generated.ts'
