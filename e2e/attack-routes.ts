/** The town's own description of its routes, read as an attacker reads it. */

// oxlint-disable-next-line typescript/no-explicit-any -- a document of which only a part is looked at
type Any = any

export type Schema = {
  type?: string | readonly string[]
  properties?: Readonly<Record<string, Schema>>
  items?: Schema
  anyOf?: readonly Schema[]
  enum?: readonly unknown[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  maxItems?: number
}

/** One route, with what it takes. */
export type Route = {
  /** `POST /v1/orders/{id}`, as tables of calls name it. */
  name: string
  method: string
  path: string
  isOpen: boolean
  parameters: readonly { in: 'path' | 'query' | 'header'; name: string; schema: Schema }[]
  body: Schema | undefined
  /** Slugs of the problems it says it can answer. */
  problems: readonly string[]
}

/** Every route of an OpenAPI document, with references resolved. */
export function routesOf(document: Any): Route[] {
  const resolve = (node: Any, depth = 0): Any => {
    if (typeof node !== 'object' || node === null || depth > 24) return node
    if (typeof node.$ref === 'string') return resolve(at(document, node.$ref), depth + 1)
    if (Array.isArray(node)) return node.map((one) => resolve(one, depth + 1))
    return Object.fromEntries(Object.entries(node).map(([name, one]) => [name, resolve(one, depth + 1)]))
  }
  return Object.entries<Any>(document.paths).flatMap(([path, operations]) =>
    Object.entries<Any>(operations).map(([method, operation]) => {
      const { parameters = [], requestBody, responses, security } = resolve(operation)
      return {
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        isOpen: Array.isArray(security) && security.length === 0,
        parameters,
        body: requestBody?.content?.['application/json']?.schema,
        problems: Object.values<Any>(responses).flatMap(({ description }) => slugsIn(String(description))),
      }
    }),
  )
}

/** A response of problems describes itself as “Problem. `SLUG`: title. …”. */
function slugsIn(description: string): string[] {
  return [...description.matchAll(/`([a-z][a-z-]*)`:/g)].map(([, slug = '']) => slug)
}

function at(document: Any, reference: string): Any {
  return reference
    .slice(2)
    .split('/')
    .reduce((place, step) => place[step.replaceAll('~1', '/').replaceAll('~0', '~')], document)
}

/** How a route is called rightly. */
export type Said = {
  params?: Readonly<Record<string, string | number>>
  query?: Readonly<Record<string, string | number>>
  body?: unknown
  headers?: Record<string, string>
}

/** The address of a call. Values are encoded unless they are sent as they are. */
export function urlOf({ path }: Pick<Route, 'path'>, { params = {}, query = {} }: Said): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(params[name] ?? ''))
  const pairs = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encoded(value)}`)
  return pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}`
}

/** What begins with `raw:` is sent without being encoded: half of an attack is in the encoding. */
function encoded(value: string | number): string {
  const text = String(value)
  return text.startsWith('raw:') ? text.slice(4) : encodeURIComponent(text)
}
