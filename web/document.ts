import { titleOf, type Head } from './head.ts'
import { localeOf } from './format.ts'
import type { PageState } from './page-state.ts'
import type { TownInfo } from './town.ts'

/** Addresses of the built files that every page needs. */
export type Assets = {
  readonly scripts: readonly string[]
  readonly preloads: readonly string[]
  readonly styles: readonly string[]
  readonly fonts: readonly string[]
}

type Parts = {
  language: string
  scheme: string | undefined
  origin: string
  town: TownInfo
  assets: Assets
  head: Head
  body: string
  state: PageState
}

/** The HTML of a page, whole. Nothing in it is a script of its own: state and JSON-LD are data, which never run. */
export function documentOf({ language, scheme, origin, town, assets, head, body, state }: Parts): string {
  const isChosen = scheme === 'light' || scheme === 'dark'
  return `<!doctype html>
<html lang="${localeOf(language)}"${isChosen ? ` data-mantine-color-scheme="${scheme}"` : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${escaped(titleOf(head.title, town.name))}</title>
${metaOf(head, { origin, town, language })}
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#faf6ef">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#191511">
<link rel="icon" type="image/svg+xml" href="/icon.svg">
<link rel="apple-touch-icon" href="/icon-192.png">
<link rel="manifest" href="/manifest.webmanifest">
<script src="/scheme.js"></script>
${assets.fonts.map((href) => `<link rel="preload" as="font" type="font/woff2" href="${href}" crossorigin>`).join('\n')}
${assets.styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('\n')}
${assets.preloads.map((href) => `<link rel="modulepreload" href="${href}">`).join('\n')}
${assets.scripts.map((src) => `<script type="module" src="${src}"></script>`).join('\n')}
${(head.jsonLd ?? []).map((thing) => `<script type="application/ld+json">${dataOf(absolute(thing, origin))}</script>`).join('\n')}
</head>
<body>
<div id="root">${body}</div>
<script id="state" type="application/json">${dataOf(state)}</script>
</body>
</html>
`
}

function metaOf(
  { title, description, canonical, image, kind = 'website', isPrivate = false }: Head,
  { origin, town, language }: { origin: string; town: TownInfo; language: string },
): string {
  const properties = [
    ['og:title', title === '' ? town.name : title],
    ['og:site_name', town.name],
    ['og:type', kind],
    ['og:locale', localeOf(language).replace('-', '_')],
    ['og:description', description],
    ['og:url', canonical === undefined ? undefined : `${origin}${canonical}`],
    ['og:image', image === undefined ? undefined : `${origin}${image}`],
  ] as const
  return [
    description === undefined ? '' : `<meta name="description" content="${escaped(description)}">`,
    canonical === undefined ? '' : `<link rel="canonical" href="${escaped(`${origin}${canonical}`)}">`,
    isPrivate ? '<meta name="robots" content="noindex">' : '',
    ...properties.map(([name, value]) =>
      value === undefined ? '' : `<meta property="${name}" content="${escaped(value)}">`,
    ),
  ]
    .filter((line) => line !== '')
    .join('\n')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text within HTML or an attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (found) => entities[found] ?? found)
}

/**
 * JSON within a script element. An HTML parser ends it at `</script` and changes its mind at `<!--`, so no `<` may
 * stand in it; U+2028 and U+2029 end lines in old JavaScript.
 */
export function dataOf(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Addresses in JSON-LD are read far from their page: those that begin with a slash get the town's before them. */
function absolute(thing: object, origin: string): unknown {
  return JSON.parse(
    JSON.stringify(thing, (_, value: unknown) =>
      typeof value === 'string' && value.startsWith('/') ? `${origin}${value}` : value,
    ),
  )
}
