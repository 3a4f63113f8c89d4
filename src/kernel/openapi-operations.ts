/**
 * The name of an operation in the API's description, where its route gives none (`schema.operationId`). Clients call
 * operations by these names, so the rule never changes: it reads the method and the pattern alone.
 *
 *   GET /v1/orders → listOrders              GET /v1/orders/:id/events → listOrderEvents
 *   GET /v1/orders/:id → getOrder            POST /v1/tokens/:id/revoke → revokeToken
 */
export function operationIdOf(method: string, url: string): string {
  const path = url.replace(/^\/(v\d+\/)?/, '').split('/')
  const words = path.filter((segment) => !isParameter(segment))
  const last = words.at(-1) ?? ''
  const isOne = isParameter(path.at(-1) ?? '') || !isPlural(last)
  if (method === 'POST' && isOne && words.length > 1) return camel([last, ...words.slice(0, -1).map(singular)])
  const object = isOne || method !== 'GET' ? singular(last) : last
  return camel([verbOf(method, isOne), ...words.slice(0, -1).map(singular), object])
}

function verbOf(method: string, isOne: boolean): string {
  if (method === 'GET') return isOne ? 'get' : 'list'
  return { POST: 'create', PUT: 'put', PATCH: 'update', DELETE: 'delete' }[method] ?? method.toLowerCase()
}

/** As Fastify writes it, and as OpenAPI does. */
function isParameter(segment: string): boolean {
  return /^[:{*]/.test(segment)
}

function isPlural(word: string): boolean {
  return /[^s]s$/.test(word)
}

/** `categories` → `category`, `businesses` → `business`, `orders` → `order`. */
function singular(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (word.endsWith('sses')) return word.slice(0, -2)
  return isPlural(word) ? word.slice(0, -1) : word
}

function camel(words: readonly string[]): string {
  const [first = '', ...rest] = words.flatMap((word) => word.split(/[-._]/)).filter((word) => word !== '')
  return first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
