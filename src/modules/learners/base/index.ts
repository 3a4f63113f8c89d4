export * from './guards.ts'
export * from './hashing.ts'
export * from './random.ts'
export * from './sparse.ts'
