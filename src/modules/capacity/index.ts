export type { Cell, CellMove, CellName } from './cells.ts'
