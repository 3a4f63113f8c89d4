/**
 * What `npm run gen` writes of the client: the types of the API, from its OpenAPI description.
 *
 * What the client does by itself is left out of the types: the headers it carries, and the problems it throws.
 */
import openapiTS, { astToString } from 'openapi-typescript'

type Parameter = { name: string; in: string }
type Content = Record<string, { examples?: Record<string, unknown> }>
type Responses = Record<string, { content?: Content }>
/** The description as far as this file looks into it. */
export type Described = {
  paths: Record<string, Record<string, { parameters?: Parameter[]; responses: Responses }>>
  components: { responses: Responses }
}

const carried: readonly string[] = ['idempotency-key', 'lakeside-party']

/** The text of `schema.generated.ts`. */
export async function schemaText(document: Described): Promise<string> {
  const copy = structuredClone(document)
  for (const operation of Object.values(copy.paths).flatMap((methods) => Object.values(methods))) {
    operation.parameters = operation.parameters?.filter((parameter) => !carried.includes(parameter.name)) ?? []
    for (const status of Object.keys(operation.responses))
      if (!status.startsWith('2')) delete operation.responses[status]
  }
  const nodes = await openapiTS(JSON.stringify(copy), { defaultNonNullable: false, silent: true })
  const slugs = problemSlugs(document).map((slug) => `  | '${slug}'`)
  return [
    '/** Written by `npm run gen` from the routes of the server; not edited by hand. */',
    astToString(nodes),
    '/** Problems that the API lists by name; those that manifests name come on top. */',
    `export type ListedProblem =\n${slugs.join('\n')}\n`,
  ].join('\n')
}

function problemSlugs({ paths, components }: Described): string[] {
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
  const responses = [...operations, components].flatMap((one) => Object.values(one.responses))
  const contents = responses.flatMap(({ content = {} }) => Object.values(content))
  return [...new Set(contents.flatMap(({ examples = {} }) => Object.keys(examples)))].sort()
}
