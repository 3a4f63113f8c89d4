export type { Entry } from './entries.ts'
export type { Answer, FacetName, Facets, Query } from './offer-index.ts'
export { type Search, openSearch, searchOf } from './search.ts'
export type { Source } from './source.ts'
