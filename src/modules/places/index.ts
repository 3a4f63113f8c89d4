export { type ShownPlace, shownPlaces, storePlace } from './places.ts'
