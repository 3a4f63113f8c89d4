import { ProblemBody, everywhere, exampleOf, problemMedia } from './http-problems.ts'

/** An OpenAPI document as far as we look into it. */
export type OpenApiDocument = {
  openapi: string
  info: { title: string; version: string; description?: string }
  paths: Record<string, Record<string, Operation>>
  components: { responses: Record<string, OperationResponse>; [more: string]: object }
  tags?: { name: string }[]
  [more: string]: unknown
}

/** One operation of it. */
export type Operation = {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  deprecated?: boolean
  parameters?: { name: string; in: string; required?: boolean; schema?: unknown }[]
  requestBody?: { required?: boolean; content?: Record<string, { schema?: unknown }> }
  responses: Record<string, OperationResponse>
  security?: unknown[]
  [more: string]: unknown
}

/** One answer of it. */
export type OperationResponse = {
  description?: string
  content?: Record<string, { schema?: unknown; examples?: Record<string, unknown> }>
  [more: string]: unknown
}

const problemRef = { $ref: '#/components/schemas/Problem' }
/** What any route may answer without listing it, and what no route knows beforehand. */
const anyProblem: OperationResponse = {
  description: 'Another problem; those in the examples may come from any route.',
  content: {
    [problemMedia]: {
      schema: problemRef,
      examples: Object.fromEntries(everywhere.map((kind) => [kind.slug, exampleOf(kind)])),
    },
  },
}

/**
 * The document as it is published: paths and tags in order of name, the body of problems once, an example of each
 * problem, and what every operation may refuse as its `default` answer.
 *
 * @throws when two operations have one name
 */
export function arranged(document: OpenApiDocument): OpenApiDocument {
  const paths = Object.fromEntries(
    Object.entries(document.paths)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([path, operations]) => [path, inOrder(operations)]),
  )
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
  refuseTwins(operations)
  for (const operation of operations) {
    shortenProblems(operation)
    relaxDefaults(operation)
  }
  const schemas = { ...document.components['schemas'], Problem: ProblemBody }
  const tags = [...new Set(operations.flatMap(({ tags = [] }) => tags))].sort().map((name) => ({ name }))
  const responses = { ...document.components.responses, Problem: anyProblem }
  return { ...document, tags, paths, components: { ...document.components, schemas, responses } }
}

function shortenProblems(operation: Operation): void {
  const responses: Record<string, OperationResponse> = {}
  for (const [status, response] of Object.entries(operation.responses)) {
    const content = response.content?.[problemMedia]
    responses[status] = {
      ...response,
      ...(response.description === 'Default Response' ? { description: 'Done.' } : {}),
      ...(content === undefined ? {} : { content: { [problemMedia]: { ...content, schema: problemRef } } }),
    }
  }
  responses['default'] = { $ref: '#/components/responses/Problem' }
  operation.responses = responses
}

/** A parameter that has a default may be left out, whatever our own validator sees after filling it in. */
function relaxDefaults(operation: Operation): void {
  for (const parameter of operation.parameters ?? []) {
    if (Object(parameter.schema).default !== undefined) parameter.required = false
  }
}

/** As people read them, not as they were registered. */
const methodOrder: readonly string[] = ['get', 'post', 'put', 'patch', 'delete']

function inOrder(operations: Record<string, Operation>): Record<string, Operation> {
  const sorted = Object.entries(operations).toSorted(
    ([one], [other]) => methodOrder.indexOf(one) - methodOrder.indexOf(other),
  )
  return Object.fromEntries(sorted.map(([method, operation]) => [method, structuredClone(operation)]))
}

function refuseTwins(operations: readonly Operation[]): void {
  const seen = new Set<string>()
  for (const { operationId = '', summary } of operations) {
    if (seen.has(operationId)) throw new Error(`two operations are called ${operationId} ("${summary}"): name one`)
    seen.add(operationId)
  }
}
