export type * from './manifest.ts'
export type * from './view.ts'
