export { type OwnPlace, type ShownPlace, firstPlaces, shownPlaces, storePlace } from './places.ts'
