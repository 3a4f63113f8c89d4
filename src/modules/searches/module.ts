import type { Module } from '#kernel/module'

/** Its routes are opened by whoever answers searches. */
export const module: Module = { name: 'searches' }
