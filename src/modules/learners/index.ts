export * from './base/index.ts'
export * from './retrieval/index.ts'
