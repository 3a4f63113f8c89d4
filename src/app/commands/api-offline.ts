import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { OpenApiDocument, Operation } from '../../kernel/openapi-document.ts'
import { CommandError } from '../cli-usage.ts'

/** The API's description as it came with the source. */
function readDocument(): OpenApiDocument {
  const file = path.join(import.meta.dirname, '..', '..', '..', 'client', 'openapi.json')
  return JSON.parse(readFileSync(file, 'utf8'))
}

type Listed = { method: string; path: string; operation: Operation }

function operations(): Listed[] {
  return Object.entries(readDocument().paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

/** A line an operation whose name, path or summary has the word. */
export function endpointLines(word: string): string[] {
  const wanted = word.toLowerCase()
  return operations().flatMap(({ method, path: url, operation: { operationId = '', summary = '' } }) => {
    const isWanted = `${operationId} ${method} ${url} ${summary}`.toLowerCase().includes(wanted)
    return isWanted ? [`${operationId.padEnd(26)} ${method.padEnd(6)} ${url.padEnd(36)} ${summary}`] : []
  })
}

/** What an operation takes and answers, or a schema that several share. @throws {CommandError} */
export function schemaOf(name: string): object {
  const found = operations().find(({ operation }) => operation.operationId === name)
  if (found !== undefined) return { method: found.method, path: found.path, ...found.operation }
  const schemas = readDocument().components['schemas'] as Record<string, object> | undefined
  const schema = schemas?.[name]
  if (schema === undefined) throw new CommandError(`nothing is called "${name}": see "lakeside api endpoints"`)
  return schema
}
