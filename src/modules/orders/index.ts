export {
  type Catalogue,
  type CatalogueChange,
  createCatalogue,
  type Publication,
  type Tariff,
} from './catalogue/catalogue.ts'
export type { DirectChanges } from './engine/decide.ts'
export { createEngine, type Engine, type EngineOptions, type EngineStats } from './engine/engine.ts'
export { catalogueAuditProjection } from './catalogue/audit.ts'
export { type Dealings, dealingsFacts } from './dealings.ts'
export { orderPartyProjection } from './order-party.ts'
export { readOrders } from './books/order-rows.ts'
export { ordersPersonalData } from './personal-data.ts'
export { cloudEventOf, eventKey } from './http/cloud-events.ts'
export { booksClosed, commandInvalid, idReused, idTime, unanswered } from './problems.ts'
export { takeCatalogueAfter } from './catalogue/founding.ts'
export { firstDifference, ManifestChanged, publishBuiltins } from './catalogue/publish.ts'
export type { Answerer, Answerers, Asked } from './engine/questions.ts'
export { clockActor } from './engine/timers.ts'
export { orderPurpose } from './engine/sealing.ts'
export type { EngineView } from './books/views.ts'
export { orderRoutes, type OrderRoutes } from './http/routes.ts'
export { audienceOf, shownEvent, sightOf } from './http/stream-audience.ts'
export type { EventShown } from './http/contract-events.ts'
export { openRolesProjection } from './http/routes-open.ts'
export { createWaiting, type WaitingOrder, type WaitingPlace } from './waiting.ts'
export { type Verification, verifyBooks } from './verify.ts'
export { orderFigures, type OrderFigures } from './http/figures.ts'
