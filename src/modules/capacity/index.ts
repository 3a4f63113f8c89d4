export { cellId, cellOf, loadCells, storeCells } from './book.ts'
export type { Cell, CellMove, CellName } from './cells.ts'
export { adjustInput, capacityCommands, type CapacityChanges, type CapacityView } from './commands.ts'
