export { loadOffers, offerOf, storeOffers } from './book.ts'
export { type Category, listCategories, storeCategories } from './categories.ts'
export { type OffersChanges, type OffersView, offersCommands, stockCell } from './commands.ts'
export type { Offer } from './offer.ts'
