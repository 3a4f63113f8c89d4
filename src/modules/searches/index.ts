export { type NoteSearch, openSearches } from './searches.ts'
